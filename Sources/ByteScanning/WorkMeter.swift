import Synchronization

/// How far this process has come with what it reads, for whoever shows it. One a process, like its terminal; counting
/// costs an atomic addition a chunk.
package enum WorkMeter {
  package enum Stage: Int, Sendable {
    case starting, reading, working, writing
  }

  /// What had been done at one moment.
  package struct Reading: Sendable, Equatable {
    package var stage: Stage
    package var files: Int
    package var rows: Int
    /// Bytes read of those expected; formats with compressed parts count what is inside.
    package var bytes: Int
    package var expected: Int

    package init(stage: Stage, files: Int = 0, rows: Int = 0, bytes: Int = 0, expected: Int = 0) {
      self.stage = stage
      self.files = files
      self.rows = rows
      self.bytes = bytes
      self.expected = expected
    }
  }

  private static let stage = Atomic<Int>(0)
  private static let files = Atomic<Int>(0)
  private static let rows = Atomic<Int>(0)
  private static let bytes = Atomic<Int>(0)
  private static let expected = Atomic<Int>(0)

  package static func begin(_ next: Stage) { stage.store(next.rawValue, ordering: .relaxed) }

  package static func opened(files count: Int) { files.add(count, ordering: .relaxed) }

  package static func expect(bytes count: Int) { expected.add(count, ordering: .relaxed) }

  package static func advance(bytes count: Int, rows more: Int = 0) {
    bytes.add(count, ordering: .relaxed)
    if more > 0 { rows.add(more, ordering: .relaxed) }
  }

  package static var now: Reading {
    Reading(
      stage: Stage(rawValue: stage.load(ordering: .relaxed)) ?? .starting, files: files.load(ordering: .relaxed),
      rows: rows.load(ordering: .relaxed), bytes: bytes.load(ordering: .relaxed),
      expected: expected.load(ordering: .relaxed))
  }
}
