/// The streams that say "the stream EncryptedPackage went through the strong encryption transform"
/// ([MS-OFFCRYPTO] §2.1, §2.3.4.2): Excel looks for them, others do not.
enum EncryptionDataSpaces {
  static var node: CompoundFileWriter.Node {
    typealias Node = CompoundFileWriter.Node
    return Node(
      name: "\u{6}DataSpaces",
      members: [
        Node(name: "Version", bytes: text("Microsoft.Container.DataSpaces") + versions),
        Node(name: "DataSpaceMap", bytes: map),
        Node(
          name: "DataSpaceInfo",
          members: [
            Node(
              name: "StrongEncryptionDataSpace", bytes: numbers(8, 1) + text("StrongEncryptionTransform"))
          ]),
        Node(
          name: "TransformInfo",
          members: [
            Node(name: "StrongEncryptionTransform", members: [Node(name: "\u{6}Primary", bytes: primary)])
          ]),
      ])
  }

  private static var map: [UInt8] {
    let entry = numbers(1, 0) + text("EncryptedPackage") + text("StrongEncryptionDataSpace")
    return numbers(8, 1, UInt32(entry.count + 4)) + entry
  }

  private static var primary: [UInt8] {
    let id = text("{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}")
    let head = numbers(UInt32(8 + id.count), 1) + id + text("Microsoft.Container.EncryptionTransform") + versions
    // No name, block size or mode for Agile encryption; the last word is always 4.
    return head + numbers(0, 0, 0, 4)
  }

  /// Reader, updater and writer 1.0.
  private static var versions: [UInt8] { numbers(1, 1, 1) }

  private static func numbers(_ values: UInt32...) -> [UInt8] {
    var out: [UInt8] = []
    for value in values { out.append32(value) }
    return out
  }

  /// Length in bytes, UTF-16, zeros up to a multiple of four.
  private static func text(_ text: String) -> [UInt8] {
    var out = numbers(UInt32(text.utf16.count * 2))
    for unit in text.utf16 { out.append16(Int(unit)) }
    return out + repeatElement(0, count: (4 - out.count % 4) % 4)
  }
}
