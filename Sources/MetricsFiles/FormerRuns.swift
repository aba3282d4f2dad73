import ByteScanning
import Foundation
package import Metrics
import Statistics
package import Tabular

/// Reads what former runs saved with `metrics --json`, for `--since`.
package enum FormerRuns {
  /// The runs, oldest first.
  ///
  /// Throws `Failure`: E601 (no such file), E860 (no metrics file of this program), E861 (two runs of one day), E863
  /// (more than six).
  package static func read(_ paths: [String]) throws -> [RunFigures] {
    if paths.count > 6 { throw Failure("E863", kind: .usage, [String(paths.count)]) }
    let runs = try paths.map(read).sorted { $0.asOf < $1.asOf }
    for (a, b) in zip(runs, runs.dropFirst()) where a.asOf == b.asOf {
      throw Failure("E861", kind: .usage, [a.asOf.description])
    }
    return runs
  }

  /// Throws `Failure` E862 where a run is not older than this one: there is no trend towards the past.
  package static func check(_ runs: [RunFigures], asOf: Day) throws {
    for run in runs where run.asOf >= asOf {
      throw Failure("E862", kind: .usage, [run.asOf.description, asOf.description])
    }
  }

  private static func read(_ path: String) throws -> RunFigures {
    guard let data = FileManager.default.contents(atPath: path) else { throw Failure("E601", file: path) }
    guard data.count < 256 << 20, let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let text = root["asOf"] as? String, let day = Day(iso: text)
    else { throw Failure("E860", kind: .unreadable, file: path) }
    let figures = RunFigures.places.compactMap { place in
      figure(place.key, place.shape, place.better, value(place.path, in: root))
    }
    guard !figures.isEmpty else { throw Failure("E860", kind: .unreadable, file: path) }
    return RunFigures(asOf: day, figures: figures)
  }

  private static func value(_ path: [String], in root: [String: Any]) -> Any? {
    var at: Any? = root
    for key in path { at = (at as? [String: Any])?[key] }
    return at
  }

  private static func figure(
    _ key: String, _ shape: RunFigures.Figure.Shape, _ better: Int, _ found: Any?
  ) -> RunFigures.Figure? {
    if shape == .count {
      guard let number = found as? NSNumber else { return nil }
      return .init(key, .count, better: better, value: number.doubleValue, people: number.intValue)
    }
    guard let object = found as? [String: Any] else { return nil }
    func whole(_ name: String) -> Int? { (object[name] as? NSNumber)?.intValue }
    func real(_ name: String) -> Double? { (object[name] as? NSNumber)?.doubleValue }
    let interval = real("low").flatMap { low in real("high").map { Interval(low: low, high: $0) } }
    switch shape {
    case .count: return nil
    case .amount:
      return .init(key, .money, better: better, value: real("value"), people: whole("people") ?? 0)
    case .share:
      return .init(
        key, .share, better: better, value: real("rate"), numerator: whole("numerator"),
        denominator: whole("denominator"), people: whole("people") ?? 0, interval: interval)
    case .score:
      return .init(
        key, .points, better: better, value: real("score"),
        numerator: (whole("promoters") ?? 0) - (whole("detractors") ?? 0), denominator: whole("n"),
        people: whole("people") ?? 0, interval: interval)
    }
  }
}
