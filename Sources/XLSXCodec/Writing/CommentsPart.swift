import ReleaseGate
import Tabular
import XMLStreaming

/// Remarks on cells: `xl/commentsN.xml` (ECMA-376 §18.7) and the boxes they show in, `xl/drawings/vmlDrawingN.vml`
/// (part 4 §19), which Excel still asks for.
enum CommentsPart {
  struct Comment: Sendable, Equatable {
    /// Sheet row from 1.
    var row: Int
    /// From 0.
    var column: Int
    var text: String
  }

  /// The remarks of one sheet, row by row; several on one cell become lines of one.
  static func collect(_ plan: TablePlan, rows: Range<Int>) -> [Comment] {
    var found: [Comment] = []
    var columns: [FieldID: Int] = [:]
    for (i, column) in plan.columns.enumerated() where columns[column.field] == nil {
      columns[column.field] = TablePlan.sheetColumn(i, of: plan.table, plan.presentation)
    }
    for remark in plan.presentation.annotations {
      guard let text = remark.comment, !text.isEmpty, let column = columns[remark.field] else { continue }
      guard let row = remark.row else {
        guard plan.headerRow > 0 else { continue }
        found.append(Comment(row: plan.headerRow, column: column, text: text))
        continue
      }
      if rows.contains(row) {
        found.append(Comment(row: plan.sheetRow(row, in: rows), column: column, text: text))
      }
    }
    let order = found.indices.sorted {
      (found[$0].row, found[$0].column, $0) < (found[$1].row, found[$1].column, $1)
    }
    var out: [Comment] = []
    for i in order {
      if let last = out.last, last.row == found[i].row, last.column == found[i].column {
        out[out.count - 1].text += "\n" + found[i].text
      } else {
        out.append(found[i])
      }
    }
    return out
  }

  /// The texts; their author is nobody.
  static func texts(_ comments: [Comment]) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("comments", ["xmlns": OOXML.main]) { xml in
      xml.element("authors") { $0.element("author") }
      xml.element("commentList") { xml in
        for comment in comments {
          let reference = CellName.name(column: comment.column, row: comment.row)
          xml.element("comment", ["ref": reference, "authorId": "0"]) { xml in
            xml.element("text") { xml in
              xml.element("r") { xml in
                xml.element("rPr") { xml in
                  xml.element("sz", ["val": "10"])
                  xml.element("color", ["indexed": "81"])
                }
                xml.element("t", ["xml:space": "preserve"], text: comment.text)
              }
            }
          }
        }
      }
    }
    return xml.bytes
  }

  /// The boxes: to the right of their cell, as high as their text needs, hidden until pointed at.
  ///
  /// - Parameter block: the first block of 1024 shape numbers that no other drawing of the workbook claims.
  static func boxes(_ comments: [Comment], block: Int) -> [UInt8] {
    var xml = XMLWriter(declaration: false, attributes: .plainAttribute)
    xml.element(
      "xml",
      [
        "xmlns:v": "urn:schemas-microsoft-com:vml", "xmlns:o": "urn:schemas-microsoft-com:office:office",
        "xmlns:x": "urn:schemas-microsoft-com:office:excel",
      ]
    ) { xml in
      let blocks = (0..<blockCount(comments)).map { "\(block + $0)" }.joined(separator: ",")
      xml.element("o:shapelayout", ["v:ext": "edit"]) { $0.element("o:idmap", ["v:ext": "edit", "data": blocks]) }
      xml.element(
        "v:shapetype",
        ["id": "_x0000_t202", "coordsize": "21600,21600", "o:spt": "202", "path": "m,l,21600r21600,l21600,xe"]
      ) { xml in
        xml.element("v:stroke", ["joinstyle": "miter"])
        xml.element("v:path", ["gradientshapeok": "t", "o:connecttype": "rect"])
      }
      for (i, comment) in comments.enumerated() { box(&xml, comment, shape: block * 1024 + 1 + i, depth: i + 1) }
    }
    return xml.bytes
  }

  /// How many blocks of 1024 shape numbers the boxes need.
  static func blockCount(_ comments: [Comment]) -> Int { (comments.count + 1) / 1024 + 1 }

  private static func box(_ xml: inout XMLWriter, _ comment: Comment, shape: Int, depth: Int) {
    let lines = comment.text.split(separator: "\n", omittingEmptySubsequences: false)
      .reduce(0) { $0 + max(1, (TextWidth.of(String($1)) + 27) / 28) }
    let rows = min(max(3, lines + 1), 20)
    let (left, top) = (comment.column + 1, max(0, comment.row - 2))
    xml.element(
      "v:shape",
      [
        "id": "_x0000_s\(shape)", "type": "#_x0000_t202",
        "style":
          "position:absolute;margin-left:60pt;margin-top:2pt;width:160pt;height:\(rows * 16)pt;z-index:\(depth);visibility:hidden",
        "fillcolor": "#fffbe6", "o:insetmode": "auto",
      ]
    ) { xml in
      xml.element("v:fill", ["color2": "#fffbe6"])
      xml.element("v:shadow", ["on": "t", "color": "black", "obscured": "t"])
      xml.element("v:path", ["o:connecttype": "none"])
      xml.element("v:textbox", ["style": "mso-direction-alt:auto"]) {
        $0.element("div", ["style": "text-align:left"])
      }
      xml.element("x:ClientData", ["ObjectType": "Note"]) { xml in
        xml.element("x:MoveWithCells")
        xml.element("x:SizeWithCells")
        xml.element("x:Anchor", text: "\(left), 12, \(top), 4, \(left + 3), 12, \(top + rows), 4")
        xml.element("x:AutoFill", text: "False")
        xml.element("x:Row", text: "\(comment.row - 1)")
        xml.element("x:Column", text: "\(comment.column)")
      }
    }
  }
}
