/// The cells of a row: `<c r="A17" s="2" t="s"><f>…</f><v>4</v></c>`.
extension RowScanner {
  /// What a cell holds until its end tag is seen.
  private enum Pending { case nothing, number, shared, text, inline }

  /// One cell, from behind `<c` to behind its end tag.
  @inline(__always)
  mutating func cell(_ p: inout Pointer, _ cells: inout CellSink) -> Bool {
    var column = -1
    var style = 0
    var type = CellType.number
    var sawStyle = false
    var sawType = false
    var seen: UInt64 = 0
    tag: while true {
      if p[0] == UInt8(ascii: ">") {
        p += 1
        break
      }
      if p[0] == UInt8(ascii: " "), p[2] == UInt8(ascii: "="), p[3] == UInt8(ascii: "\"") {
        switch p[1] {
        case UInt8(ascii: "r"):
          p += 4
          var number = 0
          var letters = 0
          while p[0] &- 65 < 26, letters < 3 {
            number = number &* 26 &+ Int(p[0] &- 64)
            letters &+= 1
            p += 1
          }
          guard column < 0, letters > 0, number <= 16_384 else { return false }
          let word = UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)
          guard UInt64(littleEndian: word) & rowMask == rowWord else { return false }
          p += rowDigits + 1
          column = number &- 1
        case UInt8(ascii: "s"):
          p += 4
          var count = 0
          while p[0] &- 48 < 10, count < 7 {
            style = style &* 10 &+ Int(p[0] &- 48)
            count &+= 1
            p += 1
          }
          guard !sawStyle, count > 0, p[0] == UInt8(ascii: "\"") else { return false }
          sawStyle = true
          p += 1
        case UInt8(ascii: "t"):
          p += 4
          guard !sawType, let known = knownType(&p) else { return false }
          sawType = true
          type = known
        default:
          guard otherAttribute(&p, &seen) else { return false }
        }
        continue
      }
      if p[0] == UInt8(ascii: "/"), p[1] == UInt8(ascii: ">") {
        p += 2
        cells.column = column < 0 ? cells.column &+ 1 : column
        return cells.column <= CellSink.lastColumn
      }
      guard otherAttribute(&p, &seen) else { return false }
    }
    if column < 0 { column = cells.column &+ 1 }
    guard column <= CellSink.lastColumn else { return false }
    cells.column = column
    return content(&p, &cells, column, type, style)
  }

  private func otherAttribute(_ p: inout Pointer, _ seen: inout UInt64) -> Bool {
    var attribute = MarkupScanner.Attribute(name: p, value: p)
    let tagEnd = p
    switch MarkupScanner.step(&p, &seen, &attribute) {
    case .attribute:
      // The three that matter are only known in their usual form.
      return !(attribute.isNamed("r") || attribute.isNamed("s") || attribute.isNamed("t"))
    case .end, .emptyEnd:
      // White space before the end of the tag.
      p = tagEnd
      MarkupScanner.skipSpace(&p)
      return p != tagEnd
    case .unusual: return false
    }
  }

  private func knownType(_ p: inout Pointer) -> CellType? {
    let quote = UInt8(ascii: "\"")
    if p[1] == quote {
      let type: CellType
      switch p[0] {
      case UInt8(ascii: "s"): type = .shared
      case UInt8(ascii: "n"): type = .number
      case UInt8(ascii: "b"): type = .boolean
      case UInt8(ascii: "e"): type = .error
      case UInt8(ascii: "d"): type = .date
      default: return nil
      }
      p += 2
      return type
    }
    if ByteSearch.starts("str\"", p) {
      p += 4
      return .string
    }
    if ByteSearch.starts("inlineStr\"", p) {
      p += 10
      return .inline
    }
    return nil
  }

  /// What stands between a cell's tags.
  @inline(__always)
  private mutating func content(
    _ p: inout Pointer, _ cells: inout CellSink, _ column: Int, _ type: CellType, _ style: Int
  ) -> Bool {
    var pending = Pending.nothing
    var number = 0.0
    var index = 0
    var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var raw = false
    var sawFormula = false
    while true {
      if p[0] == UInt8(ascii: "<") {
        if p[1] == UInt8(ascii: "v"), p[2] == UInt8(ascii: ">") {
          guard pending == .nothing else { return false }
          p += 3
          switch type {
          case .shared:
            let first = p
            while p[0] &- 48 < 10 {
              index = index &* 10 &+ Int(p[0] &- 48)
              p += 1
            }
            guard p > first, p - first <= 10 else { return false }
            pending = .shared
          case .number where simpleNumber(&p, &number): pending = .number
          default:
            let first = p
            guard markup.text(&p, &raw) else { return false }
            text = UnsafeBufferPointer(start: first, count: p - first)
            pending = .text
          }
          guard ByteSearch.starts("</v>", p) else { return false }
          p += 4
        } else if p[1] == UInt8(ascii: "/"), p[2] == UInt8(ascii: "c"), p[3] == UInt8(ascii: ">") {
          p += 4
          break
        } else if p[1] == UInt8(ascii: "f") {
          guard !sawFormula, formula(&p) else { return false }
          formulas += 1
          sawFormula = true
        } else if ByteSearch.starts("<is>", p) {
          guard pending == .nothing, inline(&p, &text, &raw) else { return false }
          pending = .inline
        } else if ByteSearch.starts("<v/>", p) {
          guard pending == .nothing else { return false }
          p += 4
          pending = .text
        } else {
          return false
        }
      } else if MarkupScanner.isSpace(p[0]) {
        p += 1
      } else {
        return false
      }
    }
    switch pending {
    case .nothing: return true
    case .number:
      cells.setNumber(column, style: style, number)
      return true
    case .shared: cells.setShared(column, index)
    case .text, .inline:
      if raw {
        guard markup.decode(text) else { return false }
        markup.scratch.withUnsafeBufferPointer { cells.set(column, type, style, $0, inline: pending == .inline) }
      } else {
        cells.set(column, type, style, text, inline: pending == .inline)
      }
    }
    return cells.failure == nil
  }

  /// A number of up to 15 digits, with a fraction or not: exact by one division. Stops before anything else.
  @inline(__always)
  private func simpleNumber(_ p: inout Pointer, _ value: inout Double) -> Bool {
    var q = p
    let negative = q[0] == UInt8(ascii: "-")
    if negative { q += 1 }
    var mantissa: UInt64 = 0
    let first = q
    while q[0] &- 48 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(q[0] &- 48)
      q += 1
    }
    var digits = q - first
    if digits == 0 { return false }
    var result: Double
    if q[0] == UInt8(ascii: ".") {
      q += 1
      let fraction = q
      while q[0] &- 48 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(q[0] &- 48)
        q += 1
      }
      let places = q - fraction
      digits += places
      guard places > 0, digits <= 15, q[0] == UInt8(ascii: "<") else { return false }
      result = Double(mantissa) / RowScanner.powers[places]
    } else {
      guard digits <= 15, q[0] == UInt8(ascii: "<") else { return false }
      result = Double(mantissa)
    }
    value = negative ? -result : result
    p = q
    return true
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// A formula, passed over: its cached value is what counts. Its markup is checked all the same.
  private mutating func formula(_ p: inout Pointer) -> Bool {
    p += 2
    var seen: UInt64 = 0
    var attribute = MarkupScanner.Attribute(name: p, value: p)
    while true {
      switch MarkupScanner.step(&p, &seen, &attribute) {
      case .attribute: continue
      case .emptyEnd: return true
      case .unusual: return false
      case .end:
        let first = p
        var raw = false
        guard markup.text(&p, &raw), ByteSearch.starts("</f>", p) else { return false }
        if raw, !markup.decode(UnsafeBufferPointer(start: first, count: p - first)) { return false }
        p += 4
        return true
      }
    }
  }

  /// `<is><t>…</t></is>`: one plain text. Runs and phonetics are for libxml2.
  private mutating func inline(
    _ p: inout Pointer, _ text: inout UnsafeBufferPointer<UInt8>, _ raw: inout Bool
  ) -> Bool {
    p += 4
    guard let found = markup.onlyText(&p, closing: "</is>") else { return false }
    // References may stand for white space at the ends: libxml2 trims after resolving them.
    if found.raw && !found.preserve { return false }
    raw = found.raw
    text = found.preserve ? found.bytes : SheetText.trimmed(found.bytes)
    return true
  }
}

extension CellSink {
  /// A cell as a byte scanner found it. A cell that holds an inline text is that text, whatever its type says.
  mutating func set(
    _ column: Int, _ type: CellType, _ style: Int, _ text: UnsafeBufferPointer<UInt8>, inline: Bool
  ) {
    if inline { setText(column, text) } else { setValue(column, type, style: style, text) }
  }
}
