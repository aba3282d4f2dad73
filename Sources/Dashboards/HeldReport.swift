import Metrics

/// A report by reference: as a value it is kilobytes and hundreds of references, and whoever puts pages together hands
/// it on thousands of times.
final class HeldReport: Sendable {
  let report: MetricsReport
  init(_ report: MetricsReport) { self.report = report }
}
