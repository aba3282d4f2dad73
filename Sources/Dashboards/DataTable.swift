import ByteScanning
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
    var out = Markup(capacity: 256 + rows.count * columns.count * 40)
    // A button in each heading is worth its nodes only where there is something to sort.
    out.append(rows.count > 7 ? "<table data-sortable><thead><tr>" : "<table><thead><tr>")
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
        out.append(upTo: 64) { pen in
          pen.put(i == 0 ? "<th scope=\"row\"" : "<td")
          if isText {
            pen.put(cell.isLong ? " class=\"tx wr\">" : " class=\"tx\">")
          } else {
            pen.put(cell.value == nil ? ">" : " data-v=\"")
          }
        }
        if !isText, let value = cell.value {
          // Shortest decimal, no exponent for what people count.
          if value == value.rounded(), abs(value) < 1e15 {
            out.append(whole: Int(value))
          } else {
            out.append(text: value.plainText)
          }
          out.append("\">")
        }
        out.append(text: cell.text)
        out.append(i == 0 ? "</th>" : "</td>")
      }
      out.append("</tr>")
    }
    out.append("</tbody></table>")
    return out
  }

  /// The same cells as CSV for people (UTF-8 with byte order mark, CRLF, RFC 4180), inside a `data:` link. A text
  /// that a spreadsheet would take for a formula gets an apostrophe in front.
  func download() -> Markup {
    var out = OutputBuffer(capacity: 64 + rows.count * columns.count * 12)
    out.append("\u{FEFF}")
    DataTable.line(columns.map(\.title), into: &out)
    for row in rows { DataTable.line(row.map(\.text), into: &out) }
    var link = OutputBuffer(capacity: 64 + Base64.length(out.count))
    link.append("data:text/csv;charset=utf-8;base64,")
    Base64.append(out.bytes, to: &link)
    return .rendered(link)
  }

  private static func line(_ cells: [String], into out: inout OutputBuffer) {
    for (i, cell) in cells.enumerated() {
      if i > 0 { out.append(",") }
      let text = disarmed(cell)
      if text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) || text != cell {
        out.append("\"")
        for byte in text.utf8 {
          if byte == 0x22 { out.append(byte) }
          out.append(byte)
        }
        out.append("\"")
      } else {
        out.append(text)
      }
    }
    out.append("\r\n")
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
}

extension DataTable.Cell {
  /// More than 28 characters: to be broken over lines.
  fileprivate var isLong: Bool { text.utf8.count > 28 && text.count > 28 }
}
