package import ByteScanning

/// A zip archive opened for reading, its directory checked before anything is unpacked (APPNOTE 6.3; ECMA-376 Part 2).
///
/// What could make two readers see two different workbooks is refused: central and local headers that differ,
/// overlapping entries, names given twice (also but for case), counts and sizes that do not add up. So are names that
/// lead outside, encrypted entries and methods other than stored and deflate.
package final class ZipArchive: Sendable {
  package struct Entry: Sendable {
    package let name: String
    package let compressedSize: Int
    package let size: Int
    let method: Int
    let crc: UInt32
    /// Where its local header stands.
    let header: Int
    /// Where its data stands.
    let data: Int
  }

  package let entries: [Entry]
  package let limits: ZipLimits
  private let byName: [String: Int]
  let source: ByteSource

  /// Opens a file. Throws `Failure` E200–E214.
  package convenience init(path: String, limits: ZipLimits = ZipLimits()) throws(Failure) {
    try self.init(source: ByteSource(path: path), limits: limits)
  }

  /// Opens an archive in memory. Throws `Failure` E200–E214.
  package convenience init(bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(Failure) {
    try self.init(source: ByteSource(bytes: bytes), limits: limits)
  }

  private init(source: ByteSource, limits: ZipLimits) throws(Failure) {
    self.source = source
    self.limits = limits
    entries = try ZipDirectory.read(source, limits)
    var byName: [String: Int] = [:]
    byName.reserveCapacity(entries.count)
    for (i, entry) in entries.enumerated() {
      if byName.updateValue(i, forKey: entry.name.lowercased()) != nil { throw Failure("E206", [entry.name]) }
    }
    self.byName = byName
  }

  /// An entry by name; part names are equal without regard to case (ECMA-376 Part 2 §6.2.2.3).
  package func entry(named name: String) -> Entry? {
    byName[name.lowercased()].map { entries[$0] }
  }

  /// All bytes of an entry, for small parts. Throws E209–E213.
  package func bytes(of entry: Entry) throws(Failure) -> [UInt8] {
    var reader = try ZipEntryReader(self, entry)
    var out: [UInt8] = []
    // What the header says is a hint: never believed beyond a megabyte before the bytes are there.
    out.reserveCapacity(min(entry.size, 1 << 20))
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      var failure: Failure?
      let n = chunk.withUnsafeMutableBytes { buffer in
        do throws(Failure) { return try reader.read(into: buffer) } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if n == 0 { return out }
      out += chunk[..<n]
    }
  }
}
