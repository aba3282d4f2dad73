import ByteScanning
package import CustomerRecords
import Foundation
import Tabular

/// An outside program that turns a recording into text: named in the settings, off unless asked for.
///
/// The program is started directly with an array of arguments. No shell sees them, so nothing in a file's name can
/// become a command; it gets no standard input, and of the environment only what a program needs to start.
package struct Recogniser: Sendable {
  package static let endings: Set<String> = [
    "wav", "mp3", "m4a", "aac", "amr", "ogg", "opus", "flac", "wma", "mp4", "webm",
  ]
  private let program: String
  private let arguments: [String]
  private let seconds: Int
  /// More than this is no transcript of a call.
  private static let limit = 8 << 20

  /// Nil where the settings name none. Throws `E745` where what they name is no program by its full path.
  package init?(_ settings: Settings) throws {
    let words = (settings["recogniser"] ?? "").split(separator: "|").map { String($0).trimmed }
    guard let first = words.first, !first.isEmpty else { return nil }
    guard first.hasPrefix("/"), FileManager.default.isExecutableFile(atPath: first) else {
      throw Failure("E745", kind: .rules, file: "settings", ["recogniser"])
    }
    program = first
    arguments = Array(words.dropFirst())
    seconds = max(1, settings.integer("recogniser_seconds", or: 600))
  }

  /// What the program prints for a recording. Throws `E745` where it fails, prints nothing, or takes too long.
  package func text(of recording: String) throws -> String {
    let path = URL(fileURLWithPath: recording).path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    let given = arguments.map { $0.replacing("{in}", with: path) }
    process.arguments = arguments.contains { $0.contains("{in}") } ? given : given + [path]
    let inherited = ProcessInfo.processInfo.environment
    process.environment = inherited.filter { ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"].contains($0.key) }
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let out = FileManager.default.temporaryDirectory.appending(path: "rollbook-\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: out.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
      throw Failure("E745", file: recording, ["—"])
    }
    defer { try? FileManager.default.removeItem(at: out) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    do { try process.run() } catch { throw Failure("E745", file: recording, [program]) }
    if ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut {
      process.terminate()
      throw Failure("E745", file: recording, ["> \(seconds) s"])
    }
    guard process.terminationStatus == 0 else {
      throw Failure("E745", file: recording, ["exit \(process.terminationStatus)"])
    }
    let data = try Data(contentsOf: out)
    let text = String(decoding: data.prefix(Recogniser.limit), as: UTF8.self)
    guard !text.allSatisfy(\.isWhitespace) else { throw Failure("E745", file: recording, ["—"]) }
    return text
  }
}
