import ByteScanning
import Tabular
import XMLStreaming
import ZipContainer

/// `xl/sharedStrings.xml`, made in chunks of texts.
struct SharedStringsPart: Sendable {
  private struct Chunk {
    /// -1: the workbook's own texts.
    var source: Int
    var codes: Range<Int>
  }

  private let own: TextPool
  private let sources: [SharedStringPlan.Source]
  private let references: Int
  private let unique: Int
  private var chunks: [Chunk] = []

  init(_ plan: SharedStringPlan) {
    (own, sources, references, unique) = (plan.own, plan.sources, plan.references, plan.count)
    cut(own, source: -1)
    for (i, source) in sources.enumerated() { cut(source.pool, source: i) }
  }

  /// About a megabyte of text a chunk.
  private mutating func cut(_ pool: TextPool, source: Int) {
    let (texts, bytes) = (32_768, 768 << 10)
    var start = 0
    while start < pool.count {
      let begin = start == 0 ? 0 : Int(pool.ends[start - 1])
      var end = min(start + texts, pool.count)
      while end > start + 1, Int(pool.ends[end - 1]) - begin > bytes { end = start + (end - start) / 2 }
      chunks.append(Chunk(source: source, codes: start..<end))
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
      if chunks.indices.contains(index) { append(chunks[index], to: &tape) }
      if index >= chunks.count - 1 { tape.append("</sst>") }
    }
  }

  private func append(_ chunk: Chunk, to tape: inout ByteTape) {
    let pool = chunk.source < 0 ? own : sources[chunk.source].pool
    let isSparse = chunk.source >= 0 && sources[chunk.source].numbering.ranks != nil
    pool.bytes.withUnsafeBufferPointer { bytes in
      for code in chunk.codes where !isSparse || sources[chunk.source].used[code] {
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
