import ReleaseGate

/// The look of a cell before it has a number in the style sheet.
struct CellLook: Hashable {
  enum Font: UInt8, Hashable { case body, header, title, error, warning, good, darkHeader }
  enum Fill: UInt8, Hashable { case none, header, inputHeader, error, warning, note, good, input }
  enum Alignment: UInt8, Hashable { case automatic, middle, left, center, wrapped, header }

  var font = Font.body
  var fill = Fill.none
  var alignment = Alignment.automatic
  /// nil = General.
  var format: String?
  var hasGrid = false

  init(format: String? = nil, alignment: Alignment = .automatic) {
    self.format = format
    self.alignment = alignment
  }

  func tinted(_ tint: SheetPresentation.Tint) -> CellLook {
    var look = self
    switch tint {
    case .error: (look.font, look.fill) = (.error, .error)
    case .warning: (look.font, look.fill) = (.warning, .warning)
    case .good: (look.font, look.fill) = (.good, .good)
    case .note: look.fill = .note
    case .input: look.fill = .input
    }
    if font == .header { look.font = .darkHeader }
    look.hasGrid = true
    return look
  }
}

/// Numbers the looks in use, each once: an index into `cellXfs`, 0 the plain one.
struct StyleRegistry {
  private(set) var looks: [CellLook] = [CellLook()]
  private(set) var formats: [String] = []
  private var numbers: [CellLook: Int] = [CellLook(): 0]

  mutating func number(of look: CellLook) -> Int {
    if let known = numbers[look] { return known }
    looks.append(look)
    numbers[look] = looks.count - 1
    if let format = look.format, WrittenFormat.builtIn(format) == nil, !formats.contains(format) {
      formats.append(format)
    }
    return looks.count - 1
  }

  /// The `numFmtId` of a look's format.
  func formatID(_ look: CellLook) -> Int {
    guard let format = look.format else { return 0 }
    return WrittenFormat.builtIn(format) ?? WrittenFormat.firstCustomID + (formats.firstIndex(of: format) ?? 0)
  }
}
