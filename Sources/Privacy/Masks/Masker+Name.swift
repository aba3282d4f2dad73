extension Masker {
  /// 段正淳 → 段**, 欧阳锋 → 欧阳*, 麦麦提·赛帕克 → 麦******, John Smith → **** S****; several names in a cell one by one.
  mutating func name(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if Masker.isPlainHan(s) {
      let count = s.count / 3
      if count == 1 {
        out.append(star)
        return .masked
      }
      let kept = Surnames.length(of: s)
      out.append(contentsOf: s[0..<kept * 3])
      out.stars(count - kept)
      return .masked
    }
    let characters = Array(String(decoding: s, as: UTF8.self))
    var done = ""
    var understood = true
    var part: [Character] = []
    for character in characters {
      if Masker.separatesNames(character) {
        understood = Masker.oneName(part, into: &done) && understood
        done.append(character)
        part = []
      } else {
        part.append(character)
      }
    }
    understood = Masker.oneName(part, into: &done) && understood
    if !understood { return .hidden }
    out.append(contentsOf: done.utf8)
    return .masked
  }

  /// Only three-byte ideographs.
  @inline(__always)
  static func isPlainHan(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
    if s.count % 3 != 0 { return false }
    var i = 0
    while i < s.count {
      let lead = s[i]
      if lead < 0xE4 || lead > 0xE9 { return false }
      if lead == 0xE4, s[i + 1] < 0xB8 { return false }
      i += 3
    }
    return true
  }

  /// A comma is no separator here: `Smith, John` is one name; `张三,李四` is cut by `oneName`.
  private static func separatesNames(_ c: Character) -> Bool {
    switch c {
    case "、", "/", ";", "|", "\\", "&", "+", "\n", "\r\n", "\r", "\t", "。": return true
    default: return false
    }
  }

  /// Masks one name, or several that stand with spaces or commas between them; false where it is not understood.
  private static func oneName(_ part: [Character], into out: inout String) -> Bool {
    let filled = part.filter { $0 != " " && $0 != "," }
    if filled.isEmpty {
      out.append(contentsOf: part)
      return true
    }
    let han = filled.filter { $0.unicodeScalars.allSatisfy(isHan) }.count
    let latin = filled.filter { $0.unicodeScalars.contains(where: isLatin) }.count
    guard let first = filled.first else { return true }
    if han > 0, first.unicodeScalars.allSatisfy(isHan) {
      hanName(part, into: &out)
      return true
    }
    if han == 0, latin > 0, filled.allSatisfy({ $0.unicodeScalars.allSatisfy { !isOtherScript($0) } }),
      !filled.contains(where: { $0.isNumber })
    {
      latinName(part, into: &out)
      return true
    }
    return false
  }

  /// A letter that is neither Han nor Latin: the family name of such a name is not known here.
  private static func isOtherScript(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic && !isLatin(scalar) && !isHan(scalar)
  }

  private static func hanName(_ part: [Character], into out: inout String) {
    let words = part.split(whereSeparator: { $0 == " " || $0 == "," })
    // 张　三 is padded to the width of 张三丰: a word of one character belongs to its neighbour.
    let several =
      words.count > 1 && words.allSatisfy { $0.count > 1 && $0.first!.unicodeScalars.allSatisfy(isHan) }
      && !(words.count == 2 && Surnames.isCompound(String(words[0])))
    if several {
      var word: [Character] = []
      for character in part + [" "] {
        if character == " " || character == "," {
          if !word.isEmpty { out.append(contentsOf: masked(word)) }
          word = []
          out.append(character)
        } else {
          word.append(character)
        }
      }
      out.removeLast()
      return
    }
    var hidden = masked(part.filter { $0 != " " && $0 != "," })[...]
    for character in part {
      if character == " " || character == "," {
        out.append(character)
      } else if let next = hidden.popFirst() {
        out.append(next)
      }
    }
  }

  private static func masked(_ name: [Character]) -> [Character] {
    if name.count == 1 { return ["*"] }
    let kept = Surnames.length(of: name)
    return name[0..<kept] + Array(repeating: "*", count: name.count - kept)
  }

  private static let suffixes: Set<String> = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"]

  private static func latinName(_ part: [Character], into out: inout String) {
    var words: [Range<Int>] = []
    var start: Int?
    for i in 0...part.count {
      let blank = i == part.count || part[i] == " " || part[i] == ","
      if blank, let from = start {
        words.append(from..<i)
        start = nil
      } else if !blank, start == nil {
        start = i
      }
    }
    let names = words.filter { range in
      !suffixes.contains(String(part[range].filter { $0 != "." }).lowercased())
    }
    // `Smith, John` has the family name before the comma.
    let comma = part.firstIndex(of: ",")
    let beforeComma = comma.flatMap { at in
      names.contains { $0.lowerBound > at } ? names.last { $0.upperBound <= at } : nil
    }
    let family = beforeComma ?? names.last ?? 0..<0
    // One letter is all of a name: then nothing of it is kept.
    let kept = family.count > 1 ? part[family].firstIndex { $0.unicodeScalars.contains(where: isLatin) } : nil
    for i in part.indices { out.append(part[i] == " " || part[i] == "," || i == kept ? part[i] : "*") }
  }
}
