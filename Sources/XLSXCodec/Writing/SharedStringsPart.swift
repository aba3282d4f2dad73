import ByteScanning
import Tabular
import XMLStreaming
import ZipContainer

/// `xl/sharedStrings.xml`, made in chunks of texts.
struct SharedStringsPart: Sendable {
  private struct Stretch {
    /// -1: the workbook's own texts.
    var source: Int
    var codes: Range<Int>
  }

  private let own: TextPool
  private let sources: [SharedStringPlan.Source]
  private let references: Int
  private let unique: Int
  /// A chunk is about a megabyte of text: a piece of one long pool, or many short pools.
  private var chunks: [[Stretch]] = []

  init(_ plan: SharedStringPlan) {
    (own, sources, references, unique) = (plan.own, plan.sources, plan.references, plan.count)
    var room = 0
    cut(own, source: -1, &room)
    for (i, source) in sources.enumerated() { cut(source.pool, source: i, &room) }
  }

  /// - Parameter room: bytes the last chunk still takes.
  private mutating func cut(_ pool: TextPool, source: Int, _ room: inout Int) {
    // The marks around a text count too: short texts are mostly marks.
    let (full, marks) = (1 << 20, 32)
    var start = 0
    while start < pool.count {
      let begin = start == 0 ? 0 : Int(pool.ends[start - 1])
      func weight(_ end: Int) -> Int { Int(pool.ends[end - 1]) - begin + (end - start) * marks }
      if room < marks || weight(start + 1) > room, room < full {
        chunks.append([])
        room = full
      }
      var end = pool.count
      while end > start + 1, weight(end) > room { end = start + (end - start) / 2 }
      chunks[chunks.count - 1].append(Stretch(source: source, codes: start..<end))
      room -= weight(end)
      start = end
    }
  }

  func write(_ name: String, to zip: ZipWriter) throws {
    let text = sources.reduce(own.bytes.count) { $0 + $1.pool.bytes.count }
    // Escaping can make seven bytes of one; rarely does it, but the announcement must hold.
    try zip.add(name, chunks: max(1, chunks.count), upTo: UInt64(text * 7 + unique * 48 + 512)) { index, tape in
      if index == 0 {
        tape.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")
        tape.append("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"")
        tape.append(decimal: references)
        tape.append("\" uniqueCount=\"")
        tape.append(decimal: unique)
        tape.append("\">")
      }
      if chunks.indices.contains(index) { for stretch in chunks[index] { append(stretch, to: &tape) } }
      if index >= chunks.count - 1 { tape.append("</sst>") }
    }
  }

  private func append(_ stretch: Stretch, to tape: inout ByteTape) {
    let pool = stretch.source < 0 ? own : sources[stretch.source].pool
    let isSparse = stretch.source >= 0 && sources[stretch.source].numbering.ranks != nil
    pool.bytes.withUnsafeBufferPointer { bytes in
      for code in stretch.codes where !isSparse || sources[stretch.source].used[code] {
        let text = UnsafeBufferPointer(rebasing: bytes[pool.range(UInt32(code))])
        if SpreadsheetText.needsPreserving(text) {
          tape.append("<si><t xml:space=\"preserve\">")
        } else {
          tape.append("<si><t>")
        }
        SpreadsheetText.append(text, to: &tape)
        tape.append("</t></si>")
      }
    }
  }
}
