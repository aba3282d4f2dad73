import CustomerRecords
import Foundation
import Localisation
import Metrics
import MetricsFiles
import RecordFixtures
import Testing

@Suite("Large institutions")
struct SizeTests {
  /// `ROLLBOOK_SIZE=100000,1000000 swift test -c release --filter SizeTests` prints how long each part takes.
  @Test(
    "the numbers of a large school, timed", .enabled(if: ProcessInfo.processInfo.environment["ROLLBOOK_SIZE"] != nil))
  func timed() throws {
    let size = ProcessInfo.processInfo.environment["ROLLBOOK_SIZE"]!.split(separator: ",").compactMap { Int($0) }
    let records = SyntheticSchool.records(customers: size[0], visits: size[1])
    let clock = ContinuousClock()
    for _ in 0..<(Int(ProcessInfo.processInfo.environment["ROLLBOOK_RUNS"] ?? "") ?? 5) {
      var engagement: Engagement?
      let first = clock.measure { engagement = Engagement(records, settings: .standard) }
      var report: MetricsReport?
      let second = clock.measure {
        report = Metrics.compute(records: records, settings: .standard, engagement: engagement)
      }
      var bytes = 0
      let third = clock.measure { bytes = MetricsJSON.bytes(report!, language: .zh).count }
      print("engagement \(first) · metrics \(second) · json \(third) \(bytes) bytes")
    }
    #expect(records.visits.count == size[1])
  }
}
