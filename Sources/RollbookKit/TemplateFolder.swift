import ByteScanning
import Foundation

/// The user's templates by path below `templates/`. Throws E601 where there is no such folder.
package enum TemplateFolder {
  package static func read(_ folder: String) throws -> [String: String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
      let walk = FileManager.default.enumerator(atPath: folder)
    else { throw Failure("E601", file: folder) }
    var files: [String: String] = [:]
    while let path = walk.nextObject() as? String {
      guard let data = FileManager.default.contents(atPath: folder + "/" + path), !data.isEmpty, data.count < 4 << 20
      else {
        continue
      }
      files[path] = String(decoding: data, as: UTF8.self)
    }
    return files
  }
}
