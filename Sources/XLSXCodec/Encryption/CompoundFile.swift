import ByteScanning

/// A compound file opened for reading ([MS-CFB]): a little file system of sectors in one file.
///
/// Hostile files are expected: every chain is followed at most once through every sector, every index is checked, the
/// directory is walked with a list of what was seen, and no stream is larger than the file.
struct CompoundFile {
  private struct Entry {
    var name: [UInt16]
    var kind: UInt8
    var left: UInt32
    var right: UInt32
    var child: UInt32
    var start: UInt32
    var size: Int
  }

  /// Sector numbers from here on are marks (§2.1): end of chain, free, FAT, DIFAT.
  private static let marks: UInt32 = 0xFFFF_FFFA
  private static let miniSectorSize = 64
  private static let miniCutoff = 4096

  private let file: [UInt8]
  private let sectorSize: Int
  private let sectorCount: Int
  private var table: [UInt32] = []
  private var miniTable: [UInt32] = []
  private var miniStream: [UInt8] = []
  private var entries: [Entry] = []

  static var damaged: Failure { Failure("E252") }

  /// Throws `E252` where the container contradicts itself.
  init(_ file: [UInt8]) throws {
    guard file.count >= 512, file.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
      file.low16(28) == 0xFFFE, let version = file.low16(26), let shift = file.low16(30),
      let miniShift = file.low16(32),
      (version == 3 && shift == 9) || (version == 4 && shift == 12), miniShift == 6
    else { throw CompoundFile.damaged }
    self.file = file
    sectorSize = 1 << shift
    // The header takes the room of one sector; the last sector may be cut short.
    sectorCount = max(0, (file.count + sectorSize - 1) / sectorSize - 1)
    try readTable()
    try readDirectory(version)
    guard let root = entries.first, root.kind == 5 else { throw CompoundFile.damaged }
    if let start = file.low32(60), start < CompoundFile.marks {
      miniTable = words(try bytes(chain(start), size: nil))
    }
    if root.start < CompoundFile.marks, !miniTable.isEmpty {
      let sectors = try chain(root.start)
      miniStream = bytes(sectors, size: min(root.size, sectors.count * sectorSize))
    }
  }

  /// The bytes of a stream of the root storage; nil where there is none of that name (case does not count).
  func stream(_ name: String) throws -> [UInt8]? {
    let wanted = Array(name.uppercased().utf16)
    guard let entry = try children().first(where: { $0.kind == 2 && CompoundFile.upper($0.name) == wanted }) else {
      return nil
    }
    if entry.size == 0 { return [] }
    // Some makers (ExtenXLS) note a larger size than they wrote: what the chain holds counts, and whoever reads the
    // stream knows its length.
    if entry.size >= CompoundFile.miniCutoff {
      return bytes(try chain(entry.start), size: entry.size)
    }
    var out: [UInt8] = []
    for sector in try CompoundFile.chain(entry.start, in: miniTable) {
      let start = Int(sector) * CompoundFile.miniSectorSize
      guard start < miniStream.count else { throw CompoundFile.damaged }
      out += miniStream[start..<min(start + CompoundFile.miniSectorSize, miniStream.count)]
    }
    return Array(out.prefix(entry.size))
  }

  private static func upper(_ name: [UInt16]) -> [UInt16] {
    Array(String(decoding: name, as: UTF16.self).uppercased().utf16)
  }

  /// The entries of the root storage: a tree of siblings, each looked at once.
  private func children() throws -> [Entry] {
    var found: [Entry] = []
    var seen = [Bool](repeating: false, count: entries.count)
    var open = [entries[0].child]
    while let next = open.popLast() {
      // 0xFFFFFFFF: no sibling, no child.
      guard next != .max else { continue }
      guard Int(next) < entries.count, !seen[Int(next)] else { throw CompoundFile.damaged }
      seen[Int(next)] = true
      found.append(entries[Int(next)])
      open += [entries[Int(next)].left, entries[Int(next)].right]
    }
    return found
  }

  /// The allocation table, through the header's 109 places and the chain of further ones (§2.5).
  private mutating func readTable() throws {
    guard let count = file.low32(44), Int(count) <= sectorCount else { throw CompoundFile.damaged }
    var places: [UInt32] = (0..<109).compactMap { file.low32(76 + 4 * $0) }.filter { $0 < CompoundFile.marks }
    var next = file.low32(68) ?? .max
    var steps = 0
    while next < CompoundFile.marks, places.count < Int(count) {
      steps += 1
      guard steps <= sectorCount, Int(next) < sectorCount else { throw CompoundFile.damaged }
      let list = words(bytes([next], size: nil))
      places += list.dropLast().filter { $0 < CompoundFile.marks }
      next = list.last ?? .max
    }
    guard places.count >= Int(count) else { throw CompoundFile.damaged }
    for place in places.prefix(Int(count)) {
      guard Int(place) < sectorCount else { throw CompoundFile.damaged }
      table += words(bytes([place], size: nil))
    }
  }

  private mutating func readDirectory(_ version: Int) throws {
    guard let start = file.low32(48) else { throw CompoundFile.damaged }
    let list = bytes(try chain(start), size: nil)
    for at in stride(from: 0, to: list.count - 127, by: 128) {
      let length = min(max(0, (list.low16(at + 64) ?? 0) - 2), 62)
      let name = stride(from: 0, to: length, by: 2).map { UInt16(list.low16(at + $0) ?? 0) }
      let size = list.low64(at + 120) ?? 0
      // Version 3 leaves the upper half undefined (§2.6.3).
      let bounded = version == 3 ? size & 0xFFFF_FFFF : size
      entries.append(
        Entry(
          name: name, kind: list[at + 66], left: list.low32(at + 68) ?? .max, right: list.low32(at + 72) ?? .max,
          child: list.low32(at + 76) ?? .max, start: list.low32(at + 116) ?? .max,
          size: Int(clamping: bounded)))
    }
  }

  private func chain(_ start: UInt32) throws -> [UInt32] {
    let sectors = try CompoundFile.chain(start, in: table)
    guard sectors.allSatisfy({ Int($0) < sectorCount }) else { throw CompoundFile.damaged }
    return sectors
  }

  /// The sectors of a chain; one longer than its table goes round in a circle.
  private static func chain(_ start: UInt32, in table: [UInt32]) throws -> [UInt32] {
    var sectors: [UInt32] = []
    var next = start
    while next < marks {
      guard Int(next) < table.count, sectors.count < table.count else { throw damaged }
      sectors.append(next)
      next = table[Int(next)]
    }
    return sectors
  }

  /// The bytes of sectors one after another; where the file ends within the last, zeros.
  private func bytes(_ sectors: [UInt32], size: Int?) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(sectors.count * sectorSize)
    for sector in sectors {
      let start = (Int(sector) + 1) * sectorSize
      let end = min(start + sectorSize, file.count)
      if start < end { out += file[start..<end] }
      let missing = sectorSize - max(0, end - start)
      if missing > 0 { out += repeatElement(0, count: missing) }
    }
    if let size, size < out.count { out.removeSubrange(size...) }
    return out
  }

  private func words(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: 0, to: bytes.count - 3, by: 4).map { bytes.low32($0) ?? 0 }
  }
}
