import Foundation
import TestSupport
import Testing

/// Code that would deliver what has not passed a view must not compile.
@Suite("What must not compile")
struct NegativeFileTests {
  static let folder = Corpus.packageRoot.appending(path: "Tests/ArchitectureTests/Fixtures")

  /// The folder with the built modules: beside the test bundle that runs.
  static let modules: URL? = {
    var at = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let build = Corpus.packageRoot.appending(path: ".build")
    for candidate in [
      at, at.deletingLastPathComponent(), build.appending(path: "debug"), build.appending(path: "release"),
    ] {
      let modules = candidate.appending(path: "Modules")
      if FileManager.default.fileExists(atPath: modules.appending(path: "ReleaseGate.swiftmodule").path) {
        return modules
      }
    }
    at = build
    return nil
  }()

  static func files(_ name: String) -> [URL] {
    let found = try? FileManager.default.contentsOfDirectory(
      at: folder.appending(path: name), includingPropertiesForKeys: nil)
    return (found ?? []).filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
  }

  /// Exit code and what the compiler says.
  static func typecheck(_ file: URL, _ modules: URL) throws -> (Int32, String) {
    // SwiftPM names the package after its folder.
    let package = Corpus.packageRoot.lastPathComponent.lowercased()
    // Every table stands on it.
    let heap = Corpus.packageRoot.appending(path: "Sources/CHeap")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-package-name", package, "-I", modules.path, "-I", heap.path,
      file.path,
    ]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  @Test("Delivering a raw table or one in custody does not compile", arguments: files("Negative"))
  func negative(file: URL) throws {
    let modules = try #require(Self.modules, "built modules not found")
    let first = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")[0]
    let expected = first.replacing("// expect: ", with: "")
    let (status, said) = try Self.typecheck(file, modules)
    #expect(status != 0, "\(file.lastPathComponent) compiles")
    #expect(said.contains(expected), "\(said)")
  }

  @Test("The same with a view compiles", arguments: files("Positive"))
  func positive(file: URL) throws {
    let modules = try #require(Self.modules, "built modules not found")
    let (status, said) = try Self.typecheck(file, modules)
    #expect(status == 0, "\(said)")
  }
}
