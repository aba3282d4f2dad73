import Localisation

/// A note as names are looked for in it a second time: traditional characters simplified, blanks between ideographs taken
/// out (王 小明, 王　小明), and between Latin words a comma or several blanks made one blank (Smith, John).
struct SpelledOtherwise {
  private(set) var scalars: [UInt32] = []
  /// For each scalar, where it stands in the normalised text.
  private var places: [Int32] = []

  /// Reads a text; false where it is no other than it stands.
  mutating func read(_ text: [UInt32]) -> Bool {
    scalars.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    var differs = false
    var i = 0
    while i < text.count {
      let scalar = text[i]
      if SpelledOtherwise.traditional.contains(scalar) {
        differs = true
        append(SpelledOtherwise.simplified(scalar), i)
        i += 1
      } else if SpelledOtherwise.isGap(scalar), let last = scalars.last {
        let end = SpelledOtherwise.gapEnd(text, i)
        let next = end < text.count ? text[end] : 0
        let bare = text[i..<end].allSatisfy { $0 != 0x2C }
        if bare, end - i <= 4, SpelledOtherwise.isIdeograph(last), SpelledOtherwise.isIdeograph(next) {
          differs = true
        } else if end - i <= 4, SpelledOtherwise.isLatinLetter(last), SpelledOtherwise.isLatinLetter(next) {
          differs = differs || end - i > 1 || !bare
          append(0x20, i)
        } else {
          for at in i..<end { append(text[at], at) }
        }
        i = end
      } else {
        append(scalar, i)
        i += 1
      }
    }
    return differs
  }

  private mutating func append(_ scalar: UInt32, _ place: Int) {
    scalars.append(scalar)
    places.append(Int32(place))
  }

  /// Where a stretch of this form stands in the normalised text.
  func place(of range: Range<Int>) -> Range<Int> {
    Int(places[range.lowerBound])..<Int(places[range.upperBound - 1]) + 1
  }

  private static func isGap(_ scalar: UInt32) -> Bool { scalar == 0x20 || scalar == 0x09 || scalar == 0x2C }

  private static func gapEnd(_ text: [UInt32], _ at: Int) -> Int {
    var end = at
    while end < text.count, isGap(text[end]) { end += 1 }
    return end
  }

  static func isIdeograph(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar).map(isHan) ?? false
  }

  private static func isLatinLetter(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar).map(isLatin) ?? false
  }

  private static func simplified(_ scalar: UInt32) -> UInt32 {
    Unicode.Scalar(scalar).map { TraditionalForms.simplified($0).value } ?? scalar
  }

  /// A name in simplified characters; nil where it has no others.
  static func simplified(_ name: String) -> String? {
    guard name.unicodeScalars.contains(where: { traditional.contains($0.value) }) else { return nil }
    return String(String.UnicodeScalarView(name.unicodeScalars.map { TraditionalForms.simplified($0) }))
  }

  /// True where ideographs of three bytes each hold a traditional one.
  static func isTraditional(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    stride(from: 0, to: name.count - 2, by: 3).contains { at in
      let value = UInt32(name[at] & 0x0F) << 12 | UInt32(name[at + 1] & 0x3F) << 6 | UInt32(name[at + 2] & 0x3F)
      return traditional.contains(value)
    }
  }

  /// The traditional characters, a bit each: asked for every ideograph of every note.
  static let traditional = ScalarSet { insert in TraditionalForms.forEach(insert) }
}

/// Scalars below U+10000, a bit each.
struct ScalarSet: Sendable {
  private var words = Array(repeating: UInt64(0), count: 1_024)

  init(_ fill: ((UInt32) -> Void) -> Void) {
    var words = words
    fill { words[Int($0 >> 6) & 1_023] |= 1 << UInt64($0 & 63) }
    self.words = words
  }

  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    scalar < 0x10000 && words[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1
  }
}
