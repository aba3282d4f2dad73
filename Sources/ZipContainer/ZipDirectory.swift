import ByteScanning

/// Reads the central directory and holds every local header against it.
enum ZipDirectory {
  private static let endSize = 22

  /// Where the central directory stands and how many entries it says it has.
  private struct End {
    var count: Int
    var size: Int
    var offset: Int
    /// Where the directory must stop: the end record, or the zip64 one before it.
    var limit: Int
    var countModulo: Int
  }

  static func read(_ source: ByteSource, _ limits: ZipLimits) throws(Failure) -> [ZipArchive.Entry] {
    let end = try findEnd(source)
    // Whatever stands before the archive (self-extractors, mail junk) moves all offsets by its length; others count
    // from the file's start all the same. Only one of the two can show a directory at its place.
    let shift = end.limit - end.size - end.offset
    guard shift >= 0, end.size <= source.count else { throw Failure("E202") }
    var base = shift
    if try !isDirectory(source, at: end.offset + shift, end) {
      guard try isDirectory(source, at: end.offset, end) else { throw Failure("E202") }
      base = 0
    }
    // Offsets of entries follow the directory's, or not: the first local header tells.
    guard let directory = try source.bytes(at: end.offset + base, count: end.size) else { throw Failure("E202") }
    if base > 0, directory.count >= 46, let mark = try source.bytes(at: directory.u32(42), count: 4),
      mark.u32(0) == 0x0403_4B50, try source.bytes(at: directory.u32(42) + base, count: 4)?.u32(0) != 0x0403_4B50
    {
      base = 0
    }
    return try parse(directory, end, base, source, limits)
  }

  private static func isDirectory(_ source: ByteSource, at offset: Int, _ end: End) throws(Failure) -> Bool {
    if end.size == 0 { return true }
    return try source.bytes(at: offset, count: 4)?.u32(0) == 0x0201_4B50
  }

  /// The end record: the last one whose comment reaches exactly to the end of the file, else the last that fits.
  private static func findEnd(_ source: ByteSource) throws(Failure) -> End {
    let tailSize = min(source.count, endSize + 65_535 + 1024)
    guard tailSize >= endSize, let tail = try source.bytes(at: source.count - tailSize, count: tailSize) else {
      throw Failure("E200")
    }
    var exact: Int?
    var loose: Int?
    var at = tail.count - endSize
    while at >= 0 && exact == nil {
      if tail[at] == 0x50, tail.u32(at) == 0x0605_4B50 {
        let stop = at + endSize + tail.u16(at + 20)
        if stop == tail.count { exact = at } else if stop < tail.count && loose == nil { loose = at }
      }
      at -= 1
    }
    guard let at = exact ?? loose else {
      let start = try source.bytes(at: 0, count: 4)
      throw Failure(start?.u32(0) == 0x0403_4B50 ? "E201" : "E200")
    }
    let position = source.count - tailSize + at
    // One disk only, and its two counts agree.
    guard tail.u16(at + 4) == tail.u16(at + 6), tail.u16(at + 8) == tail.u16(at + 10) else { throw Failure("E202") }
    var end = End(
      count: tail.u16(at + 10), size: tail.u32(at + 12), offset: tail.u32(at + 16), limit: position,
      countModulo: 65_536)
    if end.count == 0xFFFF || end.size == 0xFFFF_FFFF || end.offset == 0xFFFF_FFFF,
      let locator = try source.bytes(at: position - 20, count: 20), locator.u32(0) == 0x0706_4B50
    {
      // zip64: the locator's offset may be off by what stands before the archive, like all others.
      var record = locator.u64(8)
      if try source.bytes(at: record, count: 4)?.u32(0) != 0x0606_4B50 { record = position - 20 - 56 }
      guard let big = try source.bytes(at: record, count: 56), big.u32(0) == 0x0606_4B50 else {
        throw Failure("E202")
      }
      end = End(
        count: big.u64(32), size: big.u64(40), offset: big.u64(48), limit: record, countModulo: Int.max)
    }
    return end
  }

  private static func parse(
    _ directory: [UInt8], _ end: End, _ base: Int, _ source: ByteSource, _ limits: ZipLimits
  ) throws(Failure) -> [ZipArchive.Entry] {
    var entries: [ZipArchive.Entry] = []
    var extents: [(start: Int, end: Int, entry: Int)] = []
    var at = 0
    while at < directory.count {
      guard at + 46 <= directory.count, directory.u32(at) == 0x0201_4B50 else { throw Failure("E202") }
      let nameEnd = at + 46 + directory.u16(at + 28)
      let extraEnd = nameEnd + directory.u16(at + 30)
      let next = extraEnd + directory.u16(at + 32)
      guard next <= directory.count else { throw Failure("E202") }
      if entries.count == limits.entries { throw Failure("E213", [String(limits.entries)]) }
      let rawName = Array(directory[at + 46..<nameEnd])
      var header = ZipHeader(
        flags: directory.u16(at + 8), method: directory.u16(at + 10), crc: UInt32(directory.u32(at + 16)),
        compressedSize: directory.u32(at + 20), size: directory.u32(at + 24), name: rawName)
      var offset = directory.u32(at + 42)
      try header.readZip64(directory, nameEnd..<extraEnd, offset: &offset)
      let name = try header.checkedName()
      if header.flags & 1 != 0 || header.flags & 0x40 != 0 { throw Failure("E205", [name]) }
      if header.method != 0 && header.method != 8 { throw Failure("E208", [name]) }
      let (data, stop) = try localHeader(source, at: offset + base, header, name)
      guard stop <= end.limit - end.size else { throw Failure("E202") }
      extents.append((offset + base, stop, entries.count))
      entries.append(
        ZipArchive.Entry(
          name: name, compressedSize: header.compressedSize, size: header.size, method: header.method,
          crc: header.crc, header: offset + base, data: data))
      at = next
    }
    guard entries.count % end.countModulo == end.count % end.countModulo else { throw Failure("E202") }
    extents.sort { $0.start < $1.start }
    for (a, b) in zip(extents, extents.dropFirst()) where a.end > b.start {
      throw Failure("E204", [entries[b.entry].name])
    }
    return entries
  }

  /// Holds a local header against the central one; gives where the data starts and stops.
  private static func localHeader(
    _ source: ByteSource, at offset: Int, _ central: ZipHeader, _ name: String
  ) throws(Failure) -> (data: Int, stop: Int) {
    guard let fixed = try source.bytes(at: offset, count: 30), fixed.u32(0) == 0x0403_4B50 else {
      throw Failure("E202")
    }
    let nameLength = fixed.u16(26)
    let extraLength = fixed.u16(28)
    guard let rest = try source.bytes(at: offset + 30, count: nameLength + extraLength) else { throw Failure("E202") }
    var local = ZipHeader(
      flags: fixed.u16(6), method: fixed.u16(8), crc: UInt32(fixed.u32(14)), compressedSize: fixed.u32(18),
      size: fixed.u32(22), name: Array(rest[..<nameLength]))
    var none = 0
    try local.readZip64(rest, nameLength..<rest.count, offset: &none)
    guard local.name == central.name, local.method == central.method, local.flags & 1 == central.flags & 1 else {
      throw Failure("E203", [name])
    }
    // With a data descriptor (bit 3) the local figures may be blank; what is there must agree.
    let blank = local.flags & 8 != 0
    func agree(_ here: Int, _ there: Int) -> Bool { here == there || blank && here == 0 }
    guard agree(Int(local.crc), Int(central.crc)), agree(local.compressedSize, central.compressedSize),
      agree(local.size, central.size)
    else { throw Failure("E203", [name]) }
    let data = offset + 30 + nameLength + extraLength
    let (stop, overflow) = data.addingReportingOverflow(central.compressedSize)
    guard !overflow, stop <= source.count else { throw Failure("E202") }
    if central.method == 0 && central.compressedSize != central.size { throw Failure("E203", [name]) }
    return (data, stop)
  }
}

/// The fields that a central and a local header share.
struct ZipHeader {
  var flags: Int
  var method: Int
  var crc: UInt32
  var compressedSize: Int
  var size: Int
  var name: [UInt8]

  /// Sizes that stand in the zip64 extra field (APPNOTE 4.5.3): only those that are all ones here, in this order.
  mutating func readZip64(_ bytes: [UInt8], _ extra: Range<Int>, offset: inout Int) throws(Failure) {
    var at = extra.lowerBound
    while at + 4 <= extra.upperBound {
      let stop = at + 4 + bytes.u16(at + 2)
      // Some writers leave a stump of an extra field behind; it means nothing.
      if stop > extra.upperBound { break }
      if bytes.u16(at) == 1 {
        var field = at + 4
        func take(_ value: inout Int) throws(Failure) {
          guard value == 0xFFFF_FFFF else { return }
          guard field + 8 <= stop else { throw Failure("E202") }
          value = bytes.u64(field)
          field += 8
        }
        try take(&size)
        try take(&compressedSize)
        try take(&offset)
        return
      }
      at = stop
    }
    if size == 0xFFFF_FFFF || compressedSize == 0xFFFF_FFFF || offset == 0xFFFF_FFFF { throw Failure("E202") }
  }

  /// The name as text, if it may name a part: no way out of the archive, nothing a reader could see differently.
  func checkedName() throws(Failure) -> String {
    let text = String(decoding: name, as: UTF8.self)
    let shown = String(text.unicodeScalars.map { $0.value < 32 ? "?" : Character($0) })
    let drive = name.count >= 2 && name[1] == UInt8(ascii: ":")
    guard !name.isEmpty, name[0] != UInt8(ascii: "/"), !drive, !name.contains(0), !name.contains(UInt8(ascii: "\\")),
      !text.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    else { throw Failure("E207", [shown]) }
    return text
  }
}
