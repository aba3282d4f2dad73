import ByteScanning
import Cryptography
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The export log: a file of JSON lines, each with the digest of the one before.
///
/// Writers take a lock on the file, so two processes cannot interleave or take one sequence number twice. An edit, a
/// deletion or a swap breaks the chain at the next record; a cut tail is found by a checkpoint kept elsewhere.
package struct ExportLog: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  static let zeros = String(repeating: "0", count: 64)

  /// What `audit verify` found.
  package struct Verdict: Sendable {
    package let records: [LogRecord]
    /// Line numbers from 1, with the reason's phrase key.
    package let problems: [(line: Int, key: String)]
    /// Intents without completion: a crash between them, or an export that still runs.
    package let open: [LogRecord]
    package var isSound: Bool { problems.isEmpty }
  }

  /// Appends a record; gives it back with its sequence and chain filled in. Throws `Failure` E540 where the log cannot be
  /// written, E541 where its last record is damaged.
  @discardableResult
  package func append(_ record: LogRecord) throws -> LogRecord {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty { try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure("E540", kind: .unreadable, file: path, [path]) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Failure("E540", kind: .unreadable, file: path, [path]) }
    }
    defer { flock(descriptor, LOCK_UN) }
    let last = try lastLine(descriptor)
    var record = record
    record.previous = Self.zeros
    record.sequence = 1
    if let last {
      guard let before = try? JSONDecoder().decode(LogRecord.self, from: Data(last)) else {
        throw Failure("E541", kind: .refused, file: path, [path])
      }
      record.sequence = before.sequence + 1
      record.previous = Hex.string(try Digest.of(last))
    }
    let line = try record.line() + [0x0A]
    guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else {
      throw Failure("E540", kind: .unreadable, file: path, [path])
    }
    return record
  }

  /// The last whole line. A half line that a crash left behind is cut off: its record never was.
  private func lastLine(_ descriptor: Int32) throws -> [UInt8]? {
    let size = lseek(descriptor, 0, SEEK_END)
    if size <= 0 { return nil }
    var tail: [UInt8] = []
    var at = size
    while at > 0 {
      let step = min(at, 65_536)
      at -= step
      var chunk = [UInt8](repeating: 0, count: Int(step))
      guard pread(descriptor, &chunk, chunk.count, at) == chunk.count else {
        throw Failure("E540", kind: .unreadable, file: path, [path])
      }
      tail = chunk + tail
      if tail.dropLast().contains(0x0A), tail.last == 0x0A { break }
      if tail.last != 0x0A, tail.filter({ $0 == 0x0A }).count > 1 { break }
    }
    if tail.last != 0x0A {
      let cut = (tail.lastIndex(of: 0x0A) ?? -1) + 1
      let keep = size - off_t(tail.count - cut)
      guard ftruncate(descriptor, keep) == 0 else { throw Failure("E540", kind: .unreadable, file: path, [path]) }
      tail = Array(tail[..<cut])
      if tail.isEmpty { return nil }
    }
    tail.removeLast()
    return Array(tail[((tail.lastIndex(of: 0x0A) ?? -1) + 1)...])
  }

  private func lines() throws -> [[UInt8]] { try linesAndEnd().lines }

  /// The lines, and whether the last one is whole.
  private func linesAndEnd() throws -> (lines: [[UInt8]], isWhole: Bool) {
    guard let data = FileManager.default.contents(atPath: path) else { return ([], true) }
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
    let isWhole = lines.last?.isEmpty == true
    if isWhole { lines.removeLast() }
    return (lines, isWhole)
  }

  /// Reads the whole log and checks the chain, and the checkpoint where one is given.
  package func verify(against checkpoint: LogCheckpoint? = nil) throws -> Verdict {
    let (lines, isWhole) = try linesAndEnd()
    var records: [LogRecord] = []
    var problems: [(line: Int, key: String)] = []
    var previous = Self.zeros
    for (i, line) in lines.enumerated() {
      if let record = try? JSONDecoder().decode(LogRecord.self, from: Data(line)) {
        records.append(record)
        if record.previous != previous {
          problems.append((i + 1, "audit.chain"))
        } else if record.sequence != i + 1 {
          problems.append((i + 1, "audit.sequence"))
        } else if (try? record.line()) != line {
          problems.append((i + 1, "audit.form"))
        }
      } else {
        let isTorn = i == lines.count - 1 && !isWhole
        problems.append((i + 1, isTorn ? "audit.torn" : "audit.unreadable"))
      }
      previous = Hex.string(try Digest.of(line))
    }
    if let checkpoint {
      if checkpoint.size > lines.count {
        problems.append((lines.count + 1, "audit.tail"))
      } else {
        let leaves = try lines.prefix(checkpoint.size).map { try MerkleTree.leaf($0) }
        if Hex.string(try MerkleTree.root(leaves[...])) != checkpoint.root { problems.append((0, "audit.root")) }
      }
    }
    let closed = Set(records.compactMap(\.of))
    return Verdict(
      records: records, problems: problems,
      open: records.filter { $0.event == .intent && !closed.contains($0.sequence) })
  }

  /// The checkpoint of the log as it stands.
  package func checkpoint(origin: String = "rollbook") throws -> LogCheckpoint {
    let lines = try lines()
    let leaves = try lines.map { try MerkleTree.leaf($0) }
    return LogCheckpoint(origin: origin, size: lines.count, root: Hex.string(try MerkleTree.root(leaves[...])))
  }

  /// The id of the master key the log was last written with.
  package func loggedKey() throws -> String? {
    try verify().records.last { !$0.key.isEmpty }?.key
  }
}
