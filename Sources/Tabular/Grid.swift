/// A small sheet cell by cell: rules, settings and catalogues, where every cell has an address people quote.
package struct Grid: Sendable {
  /// File and sheet, for messages.
  package var source: SourceSheet
  /// Filled rows with their sheet row numbers (from 1).
  package var rows: [SheetPreview.Row]
  /// Merged ranges, where the codec tells them.
  package var merges: [SheetPreview.Merge]

  package init(source: SourceSheet, rows: [SheetPreview.Row], merges: [SheetPreview.Merge] = []) {
    self.source = source
    self.rows = rows
    self.merges = merges
  }

  /// The house's own templates: UTF-8, RFC 4180, commas, no byte order mark; every cell text, blank rows left out.
  /// What people bring is read by the codecs, which know dialects, encodings and types.
  package init(template text: String, file: String, sheet: String) {
    var rows: [SheetPreview.Row] = []
    var cells: [Cell] = []
    var number = 1
    func endRow() {
      if cells.contains(where: { !$0.isEmpty }) { rows.append(SheetPreview.Row(number: number, cells: cells)) }
      cells = []
      number += 1
    }
    var text = text
    text.withUTF8 { bytes in
      var i = 0
      while i < bytes.count {
        let quoted = bytes[i] == UInt8(ascii: "\"") ? Grid.quoted(bytes, &i) : []
        let start = i
        while i < bytes.count, bytes[i] != UInt8(ascii: ","), bytes[i] != UInt8(ascii: "\n") { i += 1 }
        var rest = bytes[start..<i]
        let endsRow = i == bytes.count || bytes[i] == UInt8(ascii: "\n")
        if endsRow, rest.last == UInt8(ascii: "\r") { rest = rest.dropLast() }
        if quoted.isEmpty {
          cells.append(rest.isEmpty ? .empty : .text(String(decoding: rest, as: UTF8.self)))
        } else {
          cells.append(.text(String(decoding: quoted + rest, as: UTF8.self)))
        }
        if endsRow { endRow() }
        i += 1
      }
    }
    if !cells.isEmpty {
      cells.append(.empty)
      endRow()
    }
    self.init(source: SourceSheet(file: file, sheet: sheet), rows: rows)
  }

  /// What a quoted field holds; `i` moves from its first quotation mark behind its last.
  private static func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ i: inout Int) -> [UInt8] {
    var held: [UInt8] = []
    i += 1
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "\"") {
        i += 1
        guard i < bytes.count, bytes[i] == UInt8(ascii: "\"") else { break }
      }
      held.append(bytes[i])
      i += 1
    }
    return held
  }

  /// The text of a cell by row position in `rows` and sheet column from 0; numbers as people write them.
  package func text(_ row: Int, _ column: Int) -> String {
    guard rows.indices.contains(row), rows[row].cells.indices.contains(column) else { return "" }
    if case .text(let text) = rows[row].cells[column] { return text.trimmed }
    return rows[row].cells[column].typedText
  }

  /// `D17`.
  package func address(_ row: Int, _ column: Int) -> String {
    CellName.name(column: column, row: rows.indices.contains(row) ? rows[row].number : row + 1)
  }
}

extension String {
  /// The parts between an ASCII sign, without white space at their ends; empty ones left out.
  package func parts(at sign: UInt8) -> [String] {
    utf8.split(separator: sign).compactMap { part in
      let text = String(Substring(part)).trimmed
      return text.isEmpty ? nil : text
    }
  }

  /// The words between spaces and line breaks: for lists, where asking each character what it is takes longer than all
  /// that follows.
  package var listed: [Substring] {
    utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map(Substring.init)
  }

  /// Without white space at both ends.
  package var trimmed: String {
    let bytes = utf8
    // Nearly every text begins and ends with something that cannot be white space in any script.
    if let first = bytes.first, let last = bytes.last, String.isInk(first), String.isInkAtEnd(bytes, last) {
      return self
    }
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }

  /// The same for the character a text ends with: ASCII, or three bytes of an ideograph.
  private static func isInkAtEnd(_ bytes: UTF8View, _ last: UInt8) -> Bool {
    if last < 0x80 { return isInk(last) }
    guard let lead = bytes.index(bytes.endIndex, offsetBy: -3, limitedBy: bytes.startIndex) else { return false }
    return (0xE4...0xE9).contains(bytes[lead])
  }

  /// True for a byte no white space begins with: above the blank in ASCII, or the lead of an ideograph.
  private static func isInk(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) || (0xE4...0xE9).contains(byte) }
}
