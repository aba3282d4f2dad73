import ByteScanning
import XMLStreaming
import ZipContainer

/// The parts of a workbook file and how they hang together (ECMA-376 Part 2).
struct XLSXPackage: Sendable {
  let archive: ZipArchive
  let options: XLSXReadOptions

  init(path: String, options: XLSXReadOptions) throws(Failure) {
    self.options = options
    do {
      archive = try ZipArchive(path: path, limits: options.limits)
    } catch  where error.code == "E200" {
      archive = try XLSXPackage.unlocked(FileBytes.read(path, upTo: options.limits.entryBytes), options)
    }
  }

  init(bytes: [UInt8], options: XLSXReadOptions) throws(Failure) {
    self.options = options
    do {
      archive = try ZipArchive(bytes: bytes, limits: options.limits)
    } catch  where error.code == "E200" {
      archive = try XLSXPackage.unlocked(bytes, options)
    }
  }

  /// A file that is no archive: decrypted if it is an encrypted workbook and there is a password, else refused with
  /// what it is.
  private static func unlocked(_ bytes: [UInt8], _ options: XLSXReadOptions) throws(Failure) -> ZipArchive {
    guard EncryptedPackage.isCompound(bytes) else {
      throw bytes.withUnsafeBufferPointer { FileKind.failure($0) }
    }
    let package = try EncryptedPackage.decrypt(bytes, password: options.password ?? [])
    return try ZipArchive(bytes: package, limits: options.limits)
  }

  /// A part by name; E220 where there is none.
  func part(_ name: String) throws(Failure) -> ZipArchive.Entry {
    guard let entry = archive.entry(named: name) else { throw Failure("E220", [name]) }
    return entry
  }

  /// The part a relationship's target names. Some writers leave out the slash of a name from the root; such a name counts
  /// where the part it would be otherwise does not exist.
  func resolve(_ target: String, from part: String) throws(Failure) -> String {
    let name = try PartPath.resolve(target, from: part)
    if archive.entry(named: name) != nil || archive.entry(named: target) == nil { return name }
    return target
  }

  /// Reads a small part through libxml2.
  func read(_ entry: ZipArchive.Entry, into sink: any XMLSink) throws(Failure) {
    let parser = try XMLPushParser(part: entry.name, sink: sink)
    let bytes = try archive.bytes(of: entry)
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try parser.feed(bytes) }
    try parser.finish()
  }

  /// The relationships of a part; none where the file has none.
  func relationships(of part: String) throws(Failure) -> [Relationship] {
    guard let entry = archive.entry(named: PartPath.relationships(of: part)) else { return [] }
    let reader = RelationshipsReader()
    try read(entry, into: reader)
    return reader.relationships
  }

  /// The name of the workbook part: what the package's relationships say, else where it always is.
  func workbookPart() throws(Failure) -> String {
    if let types = archive.entry(named: "[Content_Types].xml") { try read(types, into: ContentTypesReader()) }
    let root = try relationships(of: "")
    if let found = root.first(where: { $0.kind == .officeDocument }) {
      if found.isExternal { throw Failure("E221", ["_rels/.rels"]) }
      return try PartPath.resolve(found.target, from: "")
    }
    return "xl/workbook.xml"
  }
}
