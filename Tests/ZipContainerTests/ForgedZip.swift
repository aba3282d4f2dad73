/// Builds zip archives byte by byte, with any lie a test wants in them.
struct ForgedZip {
  struct Entry {
    var name: String
    var data: [UInt8]
    var method = 0
    var flags = 0
    var size: Int?
    var compressedSize: Int?
    var crc: UInt32?
    var localName: String?
    var localSize: Int?
    var localCRC: UInt32?
    var localMethod: Int?
    var offset: Int?
    var centralExtra: [UInt8] = []
    init(_ name: String, _ data: [UInt8]) {
      self.name = name
      self.data = data
    }
  }

  var entries: [Entry]
  var prefix: [UInt8] = []
  var comment: [UInt8] = []
  var count: Int?
  var directorySize: Int?
  var cutsEnd = false

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private static func le(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  var bytes: [UInt8] {
    var out = prefix
    var directory: [UInt8] = []
    for entry in entries {
      let offset = entry.offset ?? out.count - prefix.count
      let size = entry.size ?? entry.data.count
      let packed = entry.compressedSize ?? entry.data.count
      let crc = entry.crc ?? ForgedZip.crc32(entry.data)
      let name = Array(entry.name.utf8)
      let localName = Array((entry.localName ?? entry.name).utf8)
      out += ForgedZip.le(0x0403_4B50, 4) + ForgedZip.le(20, 2) + ForgedZip.le(entry.flags, 2)
      out += ForgedZip.le(entry.localMethod ?? entry.method, 2) + ForgedZip.le(0, 4)
      out += ForgedZip.le(Int(entry.localCRC ?? crc), 4) + ForgedZip.le(packed, 4)
      out += ForgedZip.le(entry.localSize ?? size, 4) + ForgedZip.le(localName.count, 2) + ForgedZip.le(0, 2)
      out += localName + entry.data
      directory += ForgedZip.le(0x0201_4B50, 4) + ForgedZip.le(20, 2) + ForgedZip.le(20, 2)
      directory += ForgedZip.le(entry.flags, 2) + ForgedZip.le(entry.method, 2) + ForgedZip.le(0, 4)
      directory += ForgedZip.le(Int(crc), 4) + ForgedZip.le(packed, 4) + ForgedZip.le(size, 4)
      directory += ForgedZip.le(name.count, 2) + ForgedZip.le(entry.centralExtra.count, 2) + ForgedZip.le(0, 8)
      directory += ForgedZip.le(0, 2) + ForgedZip.le(offset, 4) + name + entry.centralExtra
    }
    let start = out.count - prefix.count
    out += directory
    if cutsEnd { return out }
    out += ForgedZip.le(0x0605_4B50, 4) + ForgedZip.le(0, 4)
    out += ForgedZip.le(count ?? entries.count, 2) + ForgedZip.le(count ?? entries.count, 2)
    out += ForgedZip.le(directorySize ?? directory.count, 4) + ForgedZip.le(start, 4)
    return out + ForgedZip.le(comment.count, 2) + comment
  }
}
