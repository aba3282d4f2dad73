import ByteScanning

/// Writes a compound file of version 3 ([MS-CFB]): one large stream given as it lies in the file, and small ones that
/// share the mini stream.
struct CompoundFileWriter {
  /// A storage or stream; storages have members, streams have bytes.
  struct Node {
    var name: String
    var bytes: [UInt8] = []
    var members: [Node]?
  }

  static let headerSize = 512
  private static let sectorSize = 512
  private static let (free, end, fatMark, difatMark): (UInt32, UInt32, UInt32, UInt32) =
    (0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD, 0xFFFF_FFFC)

  private struct Entry {
    var name: String
    var kind: UInt8
    var isRed = false
    var left: UInt32 = .max
    var right: UInt32 = .max
    var child: UInt32 = .max
    var start: UInt32 = 0
    var size = 0
  }

  private var entries: [Entry] = [Entry(name: "Root Entry", kind: 5)]
  private var mini: [UInt8] = []
  private var miniTable: [UInt32] = []

  /// Completes a file whose first bytes are room for the header (`headerSize`) and then the large stream.
  ///
  /// - Parameters:
  ///   - file: header room and stream; gets its padding, the other sectors and the header.
  ///   - large: the stream's name in the root storage; at least 4,096 bytes.
  ///   - small: everything else; streams under 4,096 bytes.
  static func complete(_ file: inout [UInt8], large: String, small: [Node]) {
    let size = file.count - headerSize
    precondition(size >= 4096, "a large stream")
    var writer = CompoundFileWriter()
    writer.entries[0].child = writer.add(small + [Node(name: large)], large: (large, size))
    writer.finish(&file, largeSize: size)
  }

  /// Enters siblings and gives the root of their tree: balanced, all black but an incomplete bottom level, ordered by
  /// length and then by upper case (§2.6.4).
  private mutating func add(_ nodes: [Node], large: (name: String, size: Int)) -> UInt32 {
    let sorted = nodes.sorted {
      ($0.name.utf16.count, $0.name.uppercased()) < ($1.name.utf16.count, $1.name.uppercased())
    }
    var numbers: [UInt32] = []
    for node in sorted {
      let number = entries.count
      numbers.append(UInt32(number))
      if let members = node.members {
        entries.append(Entry(name: node.name, kind: 1))
        let child = add(members, large: large)
        entries[number].child = child
      } else if node.name == large.name {
        entries.append(Entry(name: node.name, kind: 2, start: 0, size: large.size))
      } else {
        entries.append(Entry(name: node.name, kind: 2, start: place(node.bytes), size: node.bytes.count))
      }
    }
    let fullLevels = (Int.bitWidth - 1) - (numbers.count + 1).leadingZeroBitCount
    return tree(numbers[...], depth: 0, redFrom: fullLevels)
  }

  private mutating func tree(_ numbers: ArraySlice<UInt32>, depth: Int, redFrom: Int) -> UInt32 {
    guard !numbers.isEmpty else { return .max }
    let middle = numbers.startIndex + numbers.count / 2
    let number = Int(numbers[middle])
    entries[number].isRed = depth >= redFrom
    entries[number].left = tree(numbers[..<middle], depth: depth + 1, redFrom: redFrom)
    entries[number].right = tree(numbers[(middle + 1)...], depth: depth + 1, redFrom: redFrom)
    return UInt32(number)
  }

  /// Lays a small stream into the mini stream.
  private mutating func place(_ bytes: [UInt8]) -> UInt32 {
    guard !bytes.isEmpty else { return CompoundFileWriter.end }
    let start = UInt32(mini.count / 64)
    mini += bytes
    mini += repeatElement(0, count: (64 - bytes.count % 64) % 64)
    let next = UInt32(mini.count / 64)
    for sector in start..<next { miniTable.append(sector + 1 < next ? sector + 1 : CompoundFileWriter.end) }
    return start
  }

  /// Sectors in the file's order: large stream, mini stream, its table, directory, allocation table, its index.
  private mutating func finish(_ file: inout [UInt8], largeSize: Int) {
    let size = CompoundFileWriter.sectorSize
    func sectors(_ bytes: Int) -> Int { (bytes + size - 1) / size }
    let largeCount = sectors(largeSize)
    let miniStart = largeCount
    let miniTableStart = miniStart + sectors(mini.count)
    let directoryStart = miniTableStart + sectors(miniTable.count * 4)
    let directoryCount = sectors((entries.count + 3) / 4 * 512)
    let tableStart = directoryStart + directoryCount
    var (tableCount, indexCount) = (0, 0)
    // The table also covers itself and its index.
    while true {
      let all = tableStart + tableCount + indexCount
      let (needed, index) = (sectors(all * 4), tableCount > 109 ? (tableCount - 109 + 126) / 127 : 0)
      if needed == tableCount, index == indexCount { break }
      (tableCount, indexCount) = (max(needed, tableCount), max(index, indexCount))
    }
    entries[0].start = UInt32(miniStart)
    entries[0].size = mini.count
    var table: [UInt32] = []
    table.reserveCapacity(tableCount * 128)
    func chain(_ count: Int) {
      for i in 0..<count { table.append(i + 1 < count ? UInt32(table.count + 1) : CompoundFileWriter.end) }
    }
    for count in [largeCount, sectors(mini.count), sectors(miniTable.count * 4), directoryCount] { chain(count) }
    table += repeatElement(CompoundFileWriter.fatMark, count: tableCount)
    table += repeatElement(CompoundFileWriter.difatMark, count: indexCount)
    table += repeatElement(CompoundFileWriter.free, count: tableCount * 128 - table.count)

    func pad() { file += repeatElement(0, count: (size - file.count % size) % size) }
    pad()
    file += mini
    pad()
    for word in miniTable { file.append32(word) }
    while file.count % size != 0 { file.append32(CompoundFileWriter.free) }
    for i in 0..<directoryCount * 4 { file += i < entries.count ? record(entries[i]) : CompoundFileWriter.unused }
    for word in table { file.append32(word) }
    let places = (0..<tableCount).map { UInt32(tableStart + $0) }
    let indexStart = tableStart + tableCount
    for i in 0..<indexCount {
      let from = 109 + i * 127
      for k in from..<from + 127 { file.append32(k < places.count ? places[k] : CompoundFileWriter.free) }
      file.append32(i + 1 < indexCount ? UInt32(indexStart + i + 1) : CompoundFileWriter.end)
    }
    let header = CompoundFileWriter.header(
      places, directory: directoryStart, miniTable: (miniTableStart, sectors(miniTable.count * 4)),
      index: (indexStart, indexCount))
    file.replaceSubrange(0..<CompoundFileWriter.headerSize, with: header)
  }

  /// §2.2.
  private static func header(
    _ places: [UInt32], directory: Int, miniTable: (start: Int, count: Int), index: (start: Int, count: Int)
  ) -> [UInt8] {
    var out: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    out += repeatElement(0, count: 16)
    for word in [0x3E, 3, 0xFFFE, 9, 6] { out.append16(word) }
    out += repeatElement(0, count: 10)
    out.append32(UInt32(places.count))
    out.append32(UInt32(directory))
    out.append32(0)
    out.append32(4096)
    out.append32(miniTable.count > 0 ? UInt32(miniTable.start) : end)
    out.append32(UInt32(miniTable.count))
    out.append32(index.count > 0 ? UInt32(index.start) : end)
    out.append32(UInt32(index.count))
    for i in 0..<109 { out.append32(i < places.count ? places[i] : free) }
    return out
  }

  /// §2.6.1: a directory entry; no times, no class.
  private func record(_ entry: Entry) -> [UInt8] {
    var out: [UInt8] = []
    for unit in entry.name.utf16 { out.append16(Int(unit)) }
    out += repeatElement(0, count: 64 - out.count)
    out.append16((entry.name.utf16.count + 1) * 2)
    out.append(entry.kind)
    out.append(entry.isRed ? 0 : 1)
    out.append32(entry.left)
    out.append32(entry.right)
    out.append32(entry.child)
    out += repeatElement(0, count: 36)
    out.append32(entry.kind == 1 ? 0 : entry.start)
    out.append64(UInt64(entry.size))
    return out
  }

  private static var unused: [UInt8] {
    var out = [UInt8](repeating: 0, count: 68)
    for _ in 0..<3 { out.append32(.max) }
    return out + repeatElement(0, count: 48)
  }
}
