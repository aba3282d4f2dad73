import Foundation

/// A text as the scanner sees it: NFKC, without zero-width characters, and for every scalar where it stood.
///
/// 13８００138０００ reads 13800138000, and a hit is written back over the bytes it was found in.
struct NormalisedText {
  private(set) var scalars: [UInt32] = []
  /// True where the text may hold a digit of any script, an `@`, or a Latin letter: nothing else can start a pattern.
  private(set) var mayHoldPattern = false
  /// True where the text holds characters that turn its direction round: `gnp.exe` may then read as a picture.
  private(set) var turnsDirection = false
  /// True where names may be spelt otherwise than the sheets spell them: blanks, commas, traditional characters.
  private(set) var hasVariants = false
  /// What the rare scalars met so far fold to, where that is one scalar: the same few come again and again.
  private var remembered = Array(repeating: (from: UInt32(0), to: UInt32(0)), count: 64)

  var count: Int { scalars.count }

  /// Reads a text anew; the arrays keep their room. Where the scalars stood is told by `places`, which few texts need.
  mutating func read(_ s: UnsafeBufferPointer<UInt8>) {
    scalars.removeAll(keepingCapacity: true)
    mayHoldPattern = false
    turnsDirection = false
    hasVariants = false
    var i = 0
    let n = s.count
    let traditional = SpelledOtherwise.traditional
    while i < n {
      let lead = s[i]
      if lead < 0x80 {
        if lead > 0x2F {
          mayHoldPattern = true
        } else if NormalisedText.parts(lead), followsLetter {
          hasVariants = true
        }
        scalars.append(UInt32(lead))
        i += 1
      } else if lead >= 0xE4, lead <= 0xE9, i + 2 < n, s[i + 1] & 0xC0 == 0x80, s[i + 2] & 0xC0 == 0x80 {
        let value = UInt32(lead & 0x0F) << 12 | UInt32(s[i + 1] & 0x3F) << 6 | UInt32(s[i + 2] & 0x3F)
        scalars.append(value)
        if !mayHoldPattern, NormalisedText.chineseDigit(value) != nil { mayHoldPattern = true }
        if traditional.contains(value) { hasVariants = true }
        i += 3
      } else {
        i += rare(s, i)
      }
    }
  }

  /// Which bytes of the text read last ascending stretches of scalars came from; a scalar that is a part of what its
  /// character folds to stands for the whole of it.
  mutating func places(_ s: UnsafeBufferPointer<UInt8>, of stretches: some Sequence<Range<Int>>) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var (i, index) = (0, 0)
    var last = 0
    /// Goes on to the character that holds scalar `wanted`: its first byte is `last` then, its end `i`.
    func go(to wanted: Int) {
      while index <= wanted, i < s.count {
        last = i
        let lead = s[i]
        if lead < 0x80 {
          i += 1
          index += 1
        } else if lead >= 0xE4, lead <= 0xE9, NormalisedText.decode(s, i).1 == 3 {
          i += 3
          index += 1
        } else {
          let count = scalars.count
          i += rare(s, i)
          index += scalars.count - count
          scalars.removeLast(scalars.count - count)
        }
      }
    }
    for stretch in stretches {
      if stretch.lowerBound >= index { go(to: stretch.lowerBound) }
      let start = last
      if stretch.upperBound > index { go(to: stretch.upperBound - 1) }
      places.append(start..<i)
    }
    return places
  }

  /// Everything but ASCII and common ideographs: appends what the scalar at `i` folds to, gives its width.
  private mutating func rare(_ s: UnsafeBufferPointer<UInt8>, _ i: Int) -> Int {
    let (value, width) = NormalisedText.decode(s, i)
    if value >= 0xFF01, value <= 0xFF5E {
      let folded = value - 0xFEE0
      if folded > 0x2F {
        mayHoldPattern = true
      } else if NormalisedText.parts(UInt8(folded)), followsLetter {
        hasVariants = true
      }
      scalars.append(folded)
    } else if value == 0x3000 || value == 0xA0 {
      if followsLetter { hasVariants = true }
      scalars.append(0x20)
    } else if value >= 0x3001, value <= 0x3035 {
      scalars.append(value)
      if value == 0x3007 { mayHoldPattern = true }
    } else {
      fold(value)
    }
    return width
  }

  /// The rare scalars: compatibility forms, other digits, invisible ones.
  private mutating func fold(_ value: UInt32) {
    let slot = Int(value & 63)
    if remembered[slot].from == value { return scalars.append(remembered[slot].to) }
    guard let scalar = Unicode.Scalar(value) else { return scalars.append(value) }
    if Canonical.isInvisible(scalar) {
      if Canonical.turnsDirection(scalar) { turnsDirection = true }
      return
    }
    if let digit = NormalisedText.decimal(scalar) {
      mayHoldPattern = true
      return scalars.append(0x30 + digit)
    }
    let made = Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
    for folded in made {
      if folded.isASCII { mayHoldPattern = true }
      if folded == " " { hasVariants = true }
      scalars.append(folded.value)
    }
    if made.count == 1, !made[0].isASCII { remembered[slot] = (value, made[0].value) }
  }

  /// True where the scalar read last may be a letter: after a digit a comma parts thousands.
  @inline(__always)
  private var followsLetter: Bool { (scalars.last ?? 0) >= 0x41 }

  /// Blank, tab or comma.
  @inline(__always)
  private static func parts(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x2C }

  private static func decimal(_ scalar: Unicode.Scalar) -> UInt32? {
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
    return UInt32(value)
  }

  /// The scalar at `i` and its width; a broken byte is one unit of its own.
  @inline(__always)
  static func decode(_ s: UnsafeBufferPointer<UInt8>, _ i: Int) -> (UInt32, Int) {
    let lead = s[i]
    func tail(_ k: Int) -> UInt32? {
      i + k < s.count && s[i + k] & 0xC0 == 0x80 ? UInt32(s[i + k] & 0x3F) : nil
    }
    if lead >= 0xC2, lead < 0xE0, let a = tail(1) { return (UInt32(lead & 0x1F) << 6 | a, 2) }
    if lead >= 0xE0, lead < 0xF0, let a = tail(1), let b = tail(2) {
      return (UInt32(lead & 0x0F) << 12 | a << 6 | b, 3)
    }
    if lead >= 0xF0, lead < 0xF5, let a = tail(1), let b = tail(2), let c = tail(3) {
      return (UInt32(lead & 0x07) << 18 | a << 12 | b << 6 | c, 4)
    }
    return (0xFFFD, 1)
  }

  /// The digit of 〇零一二三四五六七八九, their banking forms, and 幺 (1) as numbers are read aloud.
  @inline(__always)
  static func chineseDigit(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0x3007, 0x96F6: return 0
    case 0x4E00, 0x58F9, 0x5E7A: return 1
    case 0x4E8C, 0x8D30, 0x8CB3: return 2
    case 0x4E09, 0x53C1, 0x53C3: return 3
    case 0x56DB, 0x8086: return 4
    case 0x4E94, 0x4F0D: return 5
    case 0x516D, 0x9646, 0x9678: return 6
    case 0x4E03, 0x67D2: return 7
    case 0x516B, 0x634C: return 8
    case 0x4E5D, 0x7396: return 9
    default: return nil
    }
  }
}
