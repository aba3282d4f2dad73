import Foundation

/// Files that other programs are shown.
enum Scratch {
  static func url(_ name: String) -> URL {
    FileManager.default.temporaryDirectory.appending(path: "rollbook-\(UUID().uuidString)-\(name)")
  }

  static func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let url = url(name)
    try Data(bytes).write(to: url)
    return url
  }

  static func remove(_ files: URL...) { for file in files { try? FileManager.default.removeItem(at: file) } }
}
