import Foundation

/// A header made comparable, and the unit it named.
package struct FoldedHeader: Hashable, Sendable {
  /// What is compared, as a whole: `金额` of `＊金 额（万元）`.
  package var key: String
  /// The unit in brackets or behind a slash, where it is one we know.
  package var unit: HeaderUnit?
}

/// A unit named in a header, as a factor to the unit the program counts in (yuan, minutes, fractions).
package struct HeaderUnit: Hashable, Sendable {
  package enum Dimension: Sendable { case money, time, share, other }
  package var dimension: Dimension
  package var factor: Double
}

/// Makes headers comparable: NFKC, case folding, traditional → simplified, then white space, `_`, `-`, `*` and a
/// bracketed unit or remark taken out. What is left is compared as a whole, never by substring (design.md).
package enum HeaderFolding {
  package static func fold(_ header: String) -> FoldedHeader {
    var plain = header
    if let key = plain.withUTF8(quick) { return FoldedHeader(key: key, unit: nil) }
    var kept: [Unicode.Scalar] = []
    kept.reserveCapacity(header.utf8.count)
    var inside: [Unicode.Scalar] = []
    var remarks: [String] = []
    var depth = 0
    for scalar in simplified(header) {
      switch scalar {
      case "(", "[", "{", "【", "〔", "「", "<", "〈":
        depth += 1
      case ")", "]", "}", "】", "〕", "」", ">", "〉":
        if depth > 0 {
          depth -= 1
          if depth == 0 {
            remarks.append(stripped(inside))
            inside = []
          }
        }
      default:
        if depth > 0 { inside.append(scalar) } else { kept.append(scalar) }
      }
    }
    if depth > 0 { kept += inside }
    var key = stripped(kept)
    var unit = remarks.lazy.compactMap { units[$0] }.first
    // 金额/元 names its unit too; 电话/手机 does not.
    if let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")), let named = units[String(key[key.index(after: slash)...])]
    {
      unit = unit ?? named
      key = String(key[..<slash])
    }
    // A header that is all brackets keeps what stands in them.
    if key.isEmpty, let first = remarks.first(where: { !$0.isEmpty }) { key = first }
    return FoldedHeader(key: key, unit: unit)
  }

  /// The comparable form of a word that names no unit: a choice, a sheet name, a synonym.
  package static func key(_ text: String) -> String { fold(text).key }

  /// The comparable form of a value: as `key`, but brackets stay.
  package static func value(_ text: String) -> String { stripped(simplified(text)) }

  /// The key of a header of ideographs, ASCII letters and digits, as nearly all are; nil for any other.
  private static func quick(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { out in
      var (i, count) = (0, 0)
      while i < bytes.count {
        let byte = bytes[i]
        i += 1
        switch byte {
        case 0x61...0x7A, 0x30...0x39: break
        case 0x41...0x5A:
          out[count] = byte | 0x20
          count += 1
          continue
        case 0x20, UInt8(ascii: "_"), UInt8(ascii: "-"): continue
        case 0xE4...0xE9:
          let scalar = UInt32(byte & 0x0F) << 12 | UInt32(bytes[i] & 0x3F) << 6 | UInt32(bytes[i + 1] & 0x3F)
          guard (0x4E00...0x9FFF).contains(scalar), let known = Unicode.Scalar(scalar),
            TraditionalForms.simplified(known) == known
          else { return nil }
          out[count] = byte
          out[count + 1] = bytes[i]
          out[count + 2] = bytes[i + 1]
          count += 3
          i += 2
          continue
        default: return nil
        }
        out[count] = byte
        count += 1
      }
      return String(decoding: out[..<count], as: UTF8.self)
    }
  }

  private static func simplified(_ text: String) -> [Unicode.Scalar] {
    var out: [Unicode.Scalar] = []
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A: out.append(Unicode.Scalar(UInt8(scalar.value | 0x20)))
      case 0..<0x80, 0x3001...0x303F, 0x2010...0x2027: out.append(scalar)
      // Full-width forms, the commonest compatibility characters by far.
      case 0xFF01...0xFF5E:
        let ascii = UInt8(scalar.value - 0xFEE0)
        out.append(Unicode.Scalar((0x41...0x5A).contains(ascii) ? ascii | 0x20 : ascii))
      case 0xFFE5: out.append("¥")
      case 0x3000, 0xA0: out.append(" ")
      case 0x4E00...0x9FFF: out.append(TraditionalForms.simplified(scalar))
      default: return uncommon(text)
      }
    }
    return out
  }

  /// Texts with characters of other scripts and blocks: the whole of NFKC and case folding.
  private static func uncommon(_ text: String) -> [Unicode.Scalar] {
    text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.map(TraditionalForms.simplified)
  }

  private static func stripped(_ scalars: [Unicode.Scalar]) -> String {
    var kept = scalars.filter(isKept)
    while let last = kept.last, isStop(last) { kept.removeLast() }
    return String(unsafeUninitializedCapacity: kept.count * 4) { bytes in
      var at = 0
      for scalar in kept {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          bytes[at] = byte
          at += 1
        }
      }
      return at
    }
  }

  /// False for white space, and for what people put into headers to shape or mark them.
  @inline(__always)
  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61...0x7A, 0x30...0x39, 0x4E00...0x9FFF: return true
    case 0...0x20: return false
    default: break
    }
    switch scalar {
    case "_", "-", "*", "※", "－", "—", "–", "\u{FEFF}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}": return false
    default: return !scalar.properties.isWhitespace
    }
  }

  private static func isStop(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ":", "：", "?", "？", ".", "。", ",", "，", ";", "；": true
    default: false
    }
  }

  private static let units: [String: HeaderUnit] = {
    var units: [String: HeaderUnit] = [:]
    func add(_ words: String, _ dimension: HeaderUnit.Dimension, _ factor: Double) {
      for word in words.split(separator: "|") {
        units[String(word)] = HeaderUnit(dimension: dimension, factor: factor)
      }
    }
    add("元|人民币|人民币元|单位元|单位:元|rmb|cny|yuan|¥|￥|圆|块", .money, 1)
    add("百元", .money, 100)
    add("千元|单位:千元", .money, 1000)
    add("万|万元|单位万元|单位:万元|人民币万元", .money, 10_000)
    add("亿|亿元|单位:亿元", .money, 100_000_000)
    add("角", .money, 0.1)
    add("分|fen", .money, 0.01)
    add("分钟|分鐘|min|mins|minute|minutes|单位:分钟", .time, 1)
    add("小时|时|h|hr|hrs|hour|hours|单位:小时", .time, 60)
    add("秒|s|sec|second|seconds|单位:秒", .time, 1.0 / 60)
    add("%|百分比|百分数|percent", .share, 0.01)
    add("天|日|周岁|岁|课时|节|次|人|个|days|years|lessons", .other, 1)
    return units
  }()
}
