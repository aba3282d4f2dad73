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
    let out = NSTemporaryDirectory() + "/rollbook-bench-pages-\(getpid())"
    var read = start
    let run = ReportRun(audiences: Audience.allCases, language: .zh)
    let written = try run.write(input, to: out, force: true) { _ in read = clock.now }
    let end = clock.now
    let counts = written.judging.institution.records
    let sizes = try written.paths.map { path in
      "\(URL(fileURLWithPath: path).lastPathComponent) \(try FileDigest(of: path).bytes / 1024) KiB"
    }
    print(
      "\(counts.customers.count) customers, \(counts.visits.count) visits: read in \(seconds(read - start)) s, "
        + "after reading \(seconds(end - read)) s; " + sizes.joined(separator: ", "))
    try? FileManager.default.removeItem(atPath: out)
    // As the command does: what was read is given back with the process.
    exit(0)
  }

  private static func seconds(_ time: Duration) -> Double {
    let parts = time.components
    return (Double(parts.seconds) * 1e4 + Double(parts.attoseconds) / 1e14).rounded() / 1e4
  }
}
