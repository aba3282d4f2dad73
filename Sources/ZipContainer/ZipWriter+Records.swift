/// The fixed-layout records of a zip archive, low byte first.
struct ZipRecord {
  var bytes: [UInt8] = []

  mutating func put16(_ value: Int) { put(UInt64(value), bytes: 2) }
  mutating func put32(_ value: UInt32) { put(UInt64(value), bytes: 4) }
  mutating func put64(_ value: UInt64) { put(value, bytes: 8) }

  private mutating func put(_ value: UInt64, bytes count: Int) {
    for i in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * i))) }
  }

  /// A 32-bit field whose true value stands in the zip64 extra field when it does not fit.
  mutating func put32(fitting value: UInt64) { put32(value < 0xFFFF_FFFF ? UInt32(value) : 0xFFFF_FFFF) }
}

extension ZipWriter {
  private static let deflated = 8
  /// DOS date of 1980-01-01, the first there is; the time is midnight.
  private static let date = 0x0021

  private static func flags(_ entry: Entry) -> Int {
    // Bit 3: sizes behind the data. Bit 11: the name is UTF-8; plain ASCII needs no telling.
    (entry.hasDescriptor ? 1 << 3 : 0) | (entry.name.contains { $0 >= 0x80 } ? 1 << 11 : 0)
  }

  /// APPNOTE §4.3.7.
  func localHeader(_ entry: Entry) -> ZipRecord {
    var record = ZipRecord()
    record.put32(0x0403_4B50)
    record.put16(entry.isLarge ? 45 : 20)
    record.put16(ZipWriter.flags(entry))
    record.put16(ZipWriter.deflated)
    record.put16(0)
    record.put16(ZipWriter.date)
    record.put32(entry.hasDescriptor ? 0 : entry.crc)
    if entry.isLarge {
      record.put32(0xFFFF_FFFF)
      record.put32(0xFFFF_FFFF)
    } else {
      record.put32(UInt32(truncatingIfNeeded: entry.packedSize))
      record.put32(UInt32(truncatingIfNeeded: entry.size))
    }
    record.put16(entry.name.count)
    record.put16(entry.isLarge ? 20 : 0)
    record.bytes += entry.name
    if entry.isLarge {
      record.put16(1)
      record.put16(16)
      record.put64(entry.hasDescriptor ? 0 : entry.size)
      record.put64(entry.hasDescriptor ? 0 : entry.packedSize)
    }
    return record
  }

  /// APPNOTE §4.3.9: sizes of 64 bits exactly where the local header has the zip64 extra field.
  func descriptor(_ entry: Entry) -> ZipRecord {
    var record = ZipRecord()
    record.put32(0x0807_4B50)
    record.put32(entry.crc)
    if entry.isLarge {
      record.put64(entry.packedSize)
      record.put64(entry.size)
    } else {
      record.put32(UInt32(entry.packedSize))
      record.put32(UInt32(entry.size))
    }
    return record
  }

  /// APPNOTE §4.3.12 and §4.5.3.
  func centralHeader(_ entry: Entry) -> ZipRecord {
    var extra = ZipRecord()
    if entry.size >= 0xFFFF_FFFF { extra.put64(entry.size) }
    if entry.packedSize >= 0xFFFF_FFFF { extra.put64(entry.packedSize) }
    if entry.offset >= 0xFFFF_FFFF { extra.put64(entry.offset) }
    let version = entry.isLarge || !extra.bytes.isEmpty ? 45 : 20
    var record = ZipRecord()
    record.put32(0x0201_4B50)
    record.put16(version)
    record.put16(version)
    record.put16(ZipWriter.flags(entry))
    record.put16(ZipWriter.deflated)
    record.put16(0)
    record.put16(ZipWriter.date)
    record.put32(entry.crc)
    record.put32(fitting: entry.packedSize)
    record.put32(fitting: entry.size)
    record.put16(entry.name.count)
    record.put16(extra.bytes.isEmpty ? 0 : extra.bytes.count + 4)
    // No comment, disk 0, no attributes.
    record.put16(0)
    record.put16(0)
    record.put16(0)
    record.put32(0)
    record.put32(fitting: entry.offset)
    record.bytes += entry.name
    if !extra.bytes.isEmpty {
      record.put16(1)
      record.put16(extra.bytes.count)
      record.bytes += extra.bytes
    }
    return record
  }

  /// APPNOTE §4.3.14–4.3.16; the 64-bit records only where a 32-bit one cannot hold the figures.
  func directoryEnd(start: UInt64, size: UInt64) -> ZipRecord {
    var record = ZipRecord()
    if entries.count >= 0xFFFF || start >= 0xFFFF_FFFF || size >= 0xFFFF_FFFF {
      record.put32(0x0606_4B50)
      record.put64(44)
      record.put16(45)
      record.put16(45)
      record.put32(0)
      record.put32(0)
      record.put64(UInt64(entries.count))
      record.put64(UInt64(entries.count))
      record.put64(size)
      record.put64(start)
      record.put32(0x0706_4B50)
      record.put32(0)
      record.put64(start + size)
      record.put32(1)
    }
    record.put32(0x0605_4B50)
    record.put16(0)
    record.put16(0)
    record.put16(min(entries.count, 0xFFFF))
    record.put16(min(entries.count, 0xFFFF))
    record.put32(fitting: size)
    record.put32(fitting: start)
    record.put16(0)
    return record
  }
}
