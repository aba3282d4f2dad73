import Foundation
import TestSupport
import Testing

/// The built program, run as people run it.
enum Program {
  struct Run {
    var status: Int32
    var output: Data
    var errors: String
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Beside the test bundle; `ROLLBOOK_BINARY` names another.
  static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["ROLLBOOK_BINARY"] { return URL(fileURLWithPath: path) }
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<5 {
      let candidate = folder.appending(path: "rollbook")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder = folder.deletingLastPathComponent()
    }
    for configuration in ["release", "debug"] {
      let candidate = Corpus.packageRoot.appending(path: ".build/\(configuration)/rollbook")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    return Corpus.packageRoot.appending(path: ".build/release/rollbook")
  }()

  @discardableResult
  static func run(_ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]) throws -> Run {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var inherited = ProcessInfo.processInfo.environment
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "ROLLBOOK_XML", "XDG_CONFIG_HOME"] { inherited[name] = nil }
    process.environment = inherited.merging(environment) { $1 }
    let (out, err) = (scratch("out"), scratch("err"))
    for file in [out, err] { try Data().write(to: file) }
    defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: try Data(contentsOf: out),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }

  /// Runs and expects exit code 0.
  @discardableResult
  static func succeed(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> Run {
    let run = try run(arguments)
    #expect(run.status == 0, "\(run.errors)", sourceLocation: sourceLocation)
    return run
  }

  static func scratch(_ name: String) -> URL {
    FileManager.default.temporaryDirectory.appending(path: "rollbook-\(UUID().uuidString)-\(name)")
  }

  /// A new folder that is removed when `body` returns.
  static func withFolder<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = scratch("folder")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

extension URL {
  /// Writes a text file below this folder, with the folders on the way.
  func put(_ text: String, _ path: String) throws {
    let file = appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}

/// The scenarios of `examples/`.
struct Example: CustomTestStringConvertible, Sendable {
  var name: String
  var language: String
  var recipient: String
  var purpose: String

  static let all = [
    Example(name: "chenguang", language: "zh", recipient: "阳光小学", purpose: "续费分析"),
    Example(name: "yucai-gbk", language: "zh", recipient: "育才出版社", purpose: "续费分析"),
    Example(name: "lighthouse", language: "en", recipient: "Riverside Books", purpose: "renewal analysis"),
  ]

  var folder: URL { Corpus.packageRoot.appending(path: "examples/\(name)") }
  var input: String { folder.appending(path: "input").path }
  /// The one workbook in it, or the folder of CSV files.
  var workbook: String {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: input).filter { $0.hasSuffix(".xlsx") }) ?? []
    return files.first.map { input + "/" + $0 } ?? input
  }
  var testDescription: String { name }

  /// Expected output, re-recorded (and the test failed) where `ROLLBOOK_RECORD` is set.
  func expect(_ text: String, equals file: String) throws {
    let url = folder.appending(path: "expected/\(file)")
    if ProcessInfo.processInfo.environment["ROLLBOOK_RECORD"] != nil {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(file)")
      return
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    #expect(text == expected, "\(name)/expected/\(file)")
  }
}
