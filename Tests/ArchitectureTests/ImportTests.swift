import Foundation
import TestSupport
import Testing

/// The house as Package.swift declares it, against the `import` lines of every file.
///
/// SwiftPM lets an undeclared import pass as long as some other target built the module, so this test is what keeps
/// arrows pointing down.
@Suite struct ImportTests {
  /// Modules only one room may know.
  static let soleImporters: [String: String] = [
    "CLibXML2": "XMLStreaming", "CISAL": "ZipContainer", "COpenSSL": "Cryptography",
    "CVectorBits": "CSVCodec", "CHeap": "ByteScanning", "Mustache": "Templating",
    "ArgumentParser": "rollbook",
  ]
  /// Rooms that must not need Foundation: bytes, columns, containers and pure numbers.
  static let withoutFoundation: Set<String> = [
    "ByteScanning", "Tabular", "ReleaseGate", "ZipContainer", "XMLStreaming", "Statistics", "Charts",
  ]
  static let system: Set<String> = [
    "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc", "Darwin", "Musl", "Testing", "XCTest",
    "Musl",
  ]

  struct Target {
    var name: String
    var path: String
    var dependencies: Set<String>
    var isTest: Bool
  }

  /// Read once: evaluating the manifest takes a second.
  static let targets = Result { try declared() }

  static func declared() throws -> [Target] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // A scratch folder of its own: the one of the running tests is locked.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "rollbook-manifest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    process.arguments = [
      "swift", "package", "--package-path", Corpus.packageRoot.path, "--scratch-path", scratch.path, "dump-package",
    ]
    var environment = ProcessInfo.processInfo.environment
    environment["ROLLBOOK_ROOMS"] = nil
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let targets = try #require(json["targets"] as? [[String: Any]])
    return targets.compactMap { target in
      guard let name = target["name"] as? String, let type = target["type"] as? String,
        ["regular", "executable", "test"].contains(type)
      else { return nil }
      let dependencies = (target["dependencies"] as? [[String: Any]] ?? []).compactMap { dependency -> String? in
        (dependency.values.first as? [Any])?.first as? String
      }
      let path = target["path"] as? String ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)")
      return Target(name: name, path: path, dependencies: Set(dependencies), isTest: type == "test")
    }
  }

  static func imports(in target: Target) throws -> [(file: String, module: String)] {
    let folder = Corpus.packageRoot.appending(path: target.path)
    let walk = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var found: [(file: String, module: String)] = []
    while let file = walk.nextObject() as? URL {
      guard file.pathExtension == "swift", !file.path.contains("/Negative/") else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      // Scripts in test literals are indented; an import of ours never is.
      for line in text.split(separator: "\n") where line.first != " " {
        var words = line.split(separator: " ").map(String.init)
        while let first = words.first,
          first.hasPrefix("@") || ["package", "public", "internal", "private"].contains(first)
        {
          words.removeFirst()
        }
        guard words.first == "import", words.count >= 2 else { continue }
        let module = words[words.count - 1].split(separator: ".").first.map(String.init) ?? ""
        found.append((file.lastPathComponent, module))
      }
    }
    return found
  }

  @Test func everyImportIsDeclared() throws {
    let targets = try Self.targets.get()
    #expect(targets.count > 25)
    for target in targets where !target.isTest {
      let imports = try Self.imports(in: target)
      for (file, module) in imports where !Self.system.contains(module) && module != target.name {
        #expect(target.dependencies.contains(module), "\(target.name)/\(file) imports \(module) without declaring it")
      }
    }
  }

  @Test func outsidePackagesHaveOneImporter() throws {
    var seen: Set<String> = []
    for target in try Self.targets.get() where !target.isTest {
      for (file, module) in try Self.imports(in: target) {
        guard let owner = Self.soleImporters[module] else { continue }
        #expect(owner == target.name, "\(target.name)/\(file) imports \(module), which is \(owner)'s")
        seen.insert(module)
      }
    }
    #expect(seen == Set(Self.soleImporters.keys))
  }

  @Test func lowRoomsDoWithoutFoundation() throws {
    for target in try Self.targets.get() where Self.withoutFoundation.contains(target.name) {
      for (file, module) in try Self.imports(in: target) {
        #expect(!module.hasPrefix("Foundation"), "\(target.name)/\(file) imports \(module)")
      }
    }
  }

  /// A dependency nobody imports is an arrow drawn for nothing.
  @Test func everyDeclaredRoomIsUsed() throws {
    let rooms = Set(try Self.targets.get().filter { !$0.isTest }.map(\.name))
    for target in try Self.targets.get() where !target.isTest && target.path.hasPrefix("Sources") {
      let used = Set(try Self.imports(in: target).map(\.module))
      for dependency in target.dependencies where rooms.contains(dependency) && dependency != "TemplateEmbedder" {
        #expect(used.contains(dependency), "\(target.name) declares \(dependency) and never imports it")
      }
    }
  }

  /// Arrows point down: no room can reach itself.
  @Test func thereIsNoCycle() throws {
    let targets = try Self.targets.get()
    var below: [String: Set<String>] = [:]
    for target in targets { below[target.name] = target.dependencies }
    func reach(_ name: String, _ goal: String, _ seen: inout Set<String>) -> Bool {
      for next in below[name] ?? [] where seen.insert(next).inserted {
        if next == goal || reach(next, goal, &seen) { return true }
      }
      return false
    }
    for target in targets {
      var seen: Set<String> = []
      #expect(!reach(target.name, target.name, &seen), "\(target.name) reaches itself")
    }
  }
}
