import Localisation
import Tabular

/// The numbers under a chart, or a list: typed cells that become a sortable HTML table and a CSV download.
package struct DataTable: Sendable {
  package struct Column: Sendable {
    package var title: String
    /// Text columns are left-aligned.
    package var isText: Bool
    package init(_ title: String, text: Bool = false) {
      self.title = title
      isText = text
    }
  }

  package struct Cell: Sendable {
    package var text: String
    /// For sorting and for the download; nil = sorts as text.
    package var value: Double?
    package init(_ text: String, value: Double? = nil) {
      self.text = text
      self.value = value
    }
    /// A told number, every digit; where there is only a count instead of a rate, that.
    package init(_ told: Told) {
      text = told.exact
      value = told.plot
    }
  }

  package var columns: [Column]
  package var rows: [[Cell]]
  /// How many rows there are beyond those here.
  package var cut: Int

  package init(columns: [Column], rows: [[Cell]], cut: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.cut = cut
  }

  /// The table element; the first column heads its row.
  func html() -> Markup {
    var out = Markup()
    out.append("<table")
    // A button in each heading is worth its nodes only where there is something to sort.
    if rows.count > 7 { out.append(" data-sortable") }
    out.append("><thead><tr>")
    for column in columns {
      out.append(column.isText ? "<th scope=\"col\" class=\"tx\">" : "<th scope=\"col\">")
      out.append(text: column.title)
      out.append("</th>")
    }
    out.append("</tr></thead><tbody>")
    for row in rows {
      out.append("<tr>")
      for (i, cell) in row.enumerated() {
        let isText = i < columns.count && columns[i].isText
        out.append(i == 0 ? "<th scope=\"row\"" : "<td")
        if isText { out.append(cell.text.count > 28 ? " class=\"tx wr\"" : " class=\"tx\"") }
        if let value = cell.value, !isText { out.attribute("data-v", DataTable.number(value)) }
        out.append(">")
        out.append(text: cell.text)
        out.append(i == 0 ? "</th>" : "</td>")
      }
      out.append("</tr>")
    }
    out.append("</tbody></table>")
    return out
  }

  /// A number for programs: shortest decimal, no exponent for what people count.
  private static func number(_ value: Double) -> String {
    value.plainText
  }

  /// The same cells as CSV for people (UTF-8 with byte order mark, CRLF, RFC 4180), inside a `data:` link. A text
  /// that a spreadsheet would take for a formula gets an apostrophe in front.
  func download() -> Markup {
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    DataTable.line(columns.map(\.title), into: &bytes)
    for row in rows { DataTable.line(row.map(\.text), into: &bytes) }
    var out = Markup("data:text/csv;charset=utf-8;base64,")
    out.append(text: DataTable.base64(bytes))
    return out
  }

  private static func line(_ cells: [String], into bytes: inout [UInt8]) {
    for (i, cell) in cells.enumerated() {
      if i > 0 { bytes.append(UInt8(ascii: ",")) }
      let text = disarmed(cell)
      if text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) || text != cell {
        bytes.append(0x22)
        for byte in text.utf8 {
          if byte == 0x22 { bytes.append(0x22) }
          bytes.append(byte)
        }
        bytes.append(0x22)
      } else {
        bytes.append(contentsOf: text.utf8)
      }
    }
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  /// privacy.md "The file itself": `= + - @`, tab, CR, LF, NUL and their full-width forms, except plain numbers.
  static func disarmed(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    switch first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠": break
    default: return text
    }
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let plain =
      (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return plain ? text : "'" + text
  }

  static func base64(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
      bytes.withUnsafeBufferPointer { bytes in
        alphabet.withUnsafeBufferPointer { alphabet in
          var (i, at) = (0, 0)
          while i < bytes.count {
            let a = UInt32(bytes[i])
            let b = i + 1 < bytes.count ? UInt32(bytes[i + 1]) : 0
            let c = i + 2 < bytes.count ? UInt32(bytes[i + 2]) : 0
            let word = a << 16 | b << 8 | c
            out[at] = alphabet[Int(word >> 18 & 63)]
            out[at + 1] = alphabet[Int(word >> 12 & 63)]
            out[at + 2] = i + 1 < bytes.count ? alphabet[Int(word >> 6 & 63)] : UInt8(ascii: "=")
            out[at + 3] = i + 2 < bytes.count ? alphabet[Int(word & 63)] : UInt8(ascii: "=")
            i += 3
            at += 4
          }
          return at
        }
      }
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
