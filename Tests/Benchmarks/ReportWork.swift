import CustomerRecords
import Dashboards
import Foundation
import Localisation
import Reporting
import RollbookKit
import SampleData
import Tabular
import Workbooks

/// What the dashboards cost: every page of an institution, from its sheets to the files, and on top of reading alone.
enum ReportWork {
  static let pieces: [String: Work.Piece] = [
    // PATH: as `rollbook report PATH -o FOLDER` does it.
    "report": { arguments in try report(arguments[0]) },
    // FOLDER CUSTOMERS: the synthetic institution the figures are of.
    "school": { arguments in try school(arguments[0], customers: Int(arguments[1]) ?? 1_000) },
  ]

  /// Ten years of an institution: about ten visits a customer.
  static func school(_ folder: String, customers: Int) throws {
    let options = SampleOptions(
      customers: customers, seed: 7, language: .zh, recipient: nil, dirt: true,
      asOf: Day(year: 2026, month: 3, day: 18)!, years: 10)
    var write = WriteOptions()
    write.force = true
    _ = try SampleFolder.write(options, to: folder, format: .csv, write)
    // What people bring carries no notes of this program's.
    try? FileManager.default.removeItem(atPath: folder + "/.rollbook")
  }

  private static func report(_ path: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    var input = InputOptions(paths: [path])
    input.remembersMap = false
    let institution = try Institution.open(input)
    let read = clock.now
    let pages = try ReportRun(audiences: Audience.allCases, language: .zh).pages(try Judging(institution))
    let made = clock.now
    let out = NSTemporaryDirectory() + "/rollbook-bench-pages-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: out) }
    var write = WriteOptions()
    write.force = true
    try OutputTarget.write(pages.map { (out + "/" + $0.name, $0.bytes) }, purpose: "report", write)
    let end = clock.now
    let counts = institution.records
    print(
      "\(counts.customers.count) customers, \(counts.visits.count) visits: read in \(seconds(read - start)) s, "
        + "after reading \(seconds(end - read)) s (of it written in \(seconds(end - made)) s); "
        + pages.map { "\($0.name) \($0.bytes.count / 1024) KiB" }.joined(separator: ", "))
  }

  private static func seconds(_ time: Duration) -> Double {
    let parts = time.components
    return (Double(parts.seconds) * 1e4 + Double(parts.attoseconds) / 1e14).rounded() / 1e4
  }
}
