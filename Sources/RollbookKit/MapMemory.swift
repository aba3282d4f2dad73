import ByteScanning
import Foundation
import Workbooks

/// The map of headers somebody gave with `--map`, kept beside the sheets it was given for, so that it need not be
/// given again: `.rollbook/map.csv` (or `.xlsx`), the file as it was.
package enum MapMemory {
  /// What `--map` takes to read without the map that is remembered.
  package static let none = "-"

  private static func folder(for input: String) -> String {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: input, isDirectory: &isFolder)
    return Path.joined(isFolder.boolValue ? input : Path.folder(of: input), Manifest.folderName)
  }

  private static func places(for inputs: [String]) -> [String] {
    var seen: Set<String> = []
    return inputs.map(folder).filter { seen.insert($0).inserted }
  }

  /// The remembered maps of the folders these inputs stand in, in the order of the inputs.
  static func recalled(for inputs: [String]) -> [String] {
    places(for: inputs).flatMap { folder in
      ["csv", "xlsx"].map { Path.joined(folder, "map." + $0) }.filter { FileManager.default.fileExists(atPath: $0) }
    }
  }

  /// Keeps the map for every one of these inputs. Returns where; a folder that cannot be written is passed over.
  static func remember(_ map: String, for inputs: [String]) -> [String] {
    guard let bytes = FileManager.default.contents(atPath: map) else { return [] }
    let ending = Path.ending(of: map) == "xlsx" ? "xlsx" : "csv"
    return places(for: inputs).compactMap { folder in
      let path = Path.joined(folder, "map." + ending)
      if FileManager.default.contents(atPath: path) == bytes { return nil }
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try AtomicFile.write(Array(bytes), to: path, permissions: .custody)
      } catch { return nil }
      let other = Path.joined(folder, "map." + (ending == "csv" ? "xlsx" : "csv"))
      if FileManager.default.fileExists(atPath: other) { try? FileManager.default.removeItem(atPath: other) }
      return path
    }
  }
}
