import ByteScanning
import Tabular
import XMLStreaming

/// The shared string table to come (ECMA-376 §18.4): which texts are used, and the number each gets.
///
/// First the texts of the workbook's own (headers, titles, strays, choices), then the used texts of each pool in
/// the pool's order. A column's pool already is a dictionary, so nothing is hashed again: a code becomes a number by
/// adding a base, or by a table of ranks where some texts of the pool are not used. Texts no cell shows are left out
/// (privacy.md: no leftover shared strings).
struct SharedStringPlan {
  /// Code → number for one pool.
  struct Numbering: Sendable {
    var base: UInt32 = 0
    /// Rank among the used; nil where all are used.
    var ranks: [UInt32]?

    @inline(__always)
    func number(_ code: UInt32) -> UInt32 {
      guard let ranks else { return base + code }
      return base + ranks[Int(code)]
    }
  }

  struct Source: Sendable {
    var pool: TextPool
    /// By code; nil once sealed, if all are.
    var used: [Bool]
    var usedCount = 0
    var numbering = Numbering()
  }

  private(set) var own = TextPool()
  private var ownIndex = TextIndex()
  private(set) var sources: [Source] = []
  /// Cells that show a shared string.
  private(set) var references = 0

  var count: Int { own.count + sources.reduce(0) { $0 + $1.usedCount } }

  /// The number of a text of the workbook's own, for `cells` cells.
  mutating func number(of text: String, cells: Int = 1) throws -> UInt32 {
    guard text.utf16.count <= XLSXLimits.textUnits else { throw SharedStringPlan.tooLong }
    references += cells
    return ownIndex.intern(text, in: &own)
  }

  static var tooLong: Failure { Failure("E243", ["\(XLSXLimits.textUnits)"]) }

  /// Takes in a text column: the index of its pool's source, and whether any of its texts looks like a number.
  ///
  /// A text over Excel's limit throws `E243` with the row (from 0) in `cell`, for the caller to turn into a name.
  mutating func add(_ codes: [UInt32], of pool: TextPool) throws -> (source: Int, looksNumeric: Bool) {
    let known = sources.firstIndex { SharedStringPlan.same($0.pool, pool) }
    let index = known ?? sources.count
    if known == nil { sources.append(Source(pool: pool, used: Array(repeating: false, count: pool.count))) }
    var (filled, fresh, numeric) = (0, 0, false)
    var overlong: Int?
    sources[index].used.withUnsafeMutableBufferPointer { used in
      pool.bytes.withUnsafeBufferPointer { bytes in
        codes.withUnsafeBufferPointer { codes in
          for row in codes.indices where codes[row] != TextPool.none {
            let code = codes[row]
            filled += 1
            precondition(Int(code) < used.count, "codes are of their pool")
            let isNew = !used[Int(code)]
            if isNew {
              used[Int(code)] = true
              fresh += 1
            }
            guard isNew || known != nil && !numeric else { continue }
            let text = UnsafeBufferPointer(rebasing: bytes[pool.range(code)])
            if !numeric { numeric = SharedStringPlan.looksNumeric(text) }
            if text.count > XLSXLimits.textUnits, SharedStringPlan.units(text) > XLSXLimits.textUnits, overlong == nil {
              overlong = row
            }
          }
        }
      }
    }
    if let overlong {
      var failure = SharedStringPlan.tooLong
      failure.cell = String(overlong)
      throw failure
    }
    sources[index].usedCount += fresh
    references += filled
    return (index, numeric)
  }

  /// Fixes the numbers; nothing is added afterwards.
  mutating func seal() throws {
    var base = own.count
    for i in sources.indices {
      sources[i].numbering.base = UInt32(base)
      if sources[i].usedCount < sources[i].pool.count {
        var rank: UInt32 = 0
        sources[i].numbering.ranks = sources[i].used.map { used in
          defer { if used { rank += 1 } }
          return rank
        }
      }
      base += sources[i].usedCount
    }
    guard base < Int(UInt32.max) else { throw Failure("E244") }
  }

  /// Pools of one storage are one pool.
  private static func same(_ a: TextPool, _ b: TextPool) -> Bool {
    a.count == b.count
      && a.ends.withUnsafeBufferPointer { a in b.ends.withUnsafeBufferPointer { a.baseAddress == $0.baseAddress } }
  }

  /// Digits with what goes between them: what a spreadsheet would take for a number or date if it were typed in.
  static func looksNumeric(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"),
        UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: " "), UInt8(ascii: "E"), UInt8(ascii: "e"),
        UInt8(ascii: "("), UInt8(ascii: ")"):
        break
      default: return false
      }
    }
    return digits > 0
  }

  /// UTF-16 units of UTF-8 text.
  static func units(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
  }
}
