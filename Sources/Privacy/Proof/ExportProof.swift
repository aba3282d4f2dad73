import CustomerRecords
package import Tabular

/// A finished file, opened again: every part as text, and the columns as a reader sees them.
package struct FinishedFile: Sendable {
  /// One part of the file: its name (`xl/sharedStrings.xml`; the file's own name for CSV, HTML and calendars) and its text.
  package struct Part: Sendable {
    package var name: String
    package var bytes: [UInt8]
    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
    package init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }
  }
  package var parts: [Part]
  package init(parts: [Part]) { self.parts = parts }
}

/// What the search of a finished file found.
package enum ProofResult: Sendable {
  case clean
  /// Hits in running text of these fields: mask it and write the file again.
  case maskAgain([FieldID])
  /// Raw values where none may stand.
  case leaks([Leak])

  package struct Leak: Sendable, Equatable {
    package enum Kind: String, Sendable { case number, account, name }
    package let kind: Kind
    package let part: String
    /// The column, where it is one.
    package let field: FieldID?
    package let count: Int
  }
}

/// The search of a finished file for raw values of direct fields that the view hides (privacy.md "The file itself").
package struct ExportProof: Sendable {
  /// Numbers, e-mails, accounts and names that must not appear: everybody's, less what fields show in full on purpose.
  let hidden: PersonDictionary
  /// Columns of the released tables with what was done to them.
  let columns: [(field: FieldID, action: String, isText: Bool, column: Column)]
  /// Every text that was released: a string of the file that is none of them is searched for names as well.
  let released: Set<String>
  let headers: [String]

  /// - Parameters:
  ///   - tables: what was written.
  ///   - session: the view it was written through.
  package init(_ tables: [(table: Table, actions: [FieldID: String])], session: ViewSession) {
    var columns: [(field: FieldID, action: String, isText: Bool, column: Column)] = []
    var released: Set<String> = []
    var headers: [String] = []
    var shown: [PersonDictionary.Source] = []
    for (table, actions) in tables {
      headers.append(table.name)
      for named in table.columns {
        let action = actions[named.field] ?? "hide"
        let field = session.catalogue.owner(of: named.field)
        let isRunning = field?.fieldClass != .direct && field?.fieldClass != .link
        columns.append((named.field, action, isRunning, named.column))
        if let field, field.fieldClass == .direct, [action, session.words(for: named).child.name].contains("full") {
          shown.append(PersonDictionary.Source(column: named.column, rule: field.ownMask))
        }
        named.column.forEachDistinctText { released.insert(String(decoding: $0, as: UTF8.self)) }
        headers.append(named.header)
      }
    }
    self.columns = columns
    self.released = released
    self.headers = headers
    hidden = session.dictionary.without(shown)
  }

  /// True where a text that goes with the file, such as its name, names somebody or holds a number that is hidden.
  func isLeak(_ text: String) -> Bool {
    var scanner = FreeTextScanner(hidden)
    var text = text
    text.withUTF8 { scanner.scan($0) }
    return scanner.hits.contains { $0.entry >= 0 || hidden.numbers.contains(ExportProof.bare($0.digits)) }
  }

  /// Searches the file. Leaks win over what can be masked again.
  package func check(_ file: FinishedFile) -> ProofResult {
    var leaks: [ProofResult.Leak] = []
    var again: Set<FieldID> = []
    checkColumns(&leaks, &again)
    for part in file.parts { checkPart(part, explained: !again.isEmpty, &leaks) }
    if !leaks.isEmpty { return .leaks(leaks) }
    return again.isEmpty ? .clean : .maskAgain(again.sorted())
  }

  private func checkColumns(_ leaks: inout [ProofResult.Leak], _ again: inout Set<FieldID>) {
    var scanner = FreeTextScanner(hidden)
    for (field, action, isRunning, column) in columns {
      var numbers = 0
      var accounts = 0
      var names = 0
      column.forEachDistinctText { bytes in
        scanner.scan(bytes)
        for hit in scanner.hits {
          switch hit.kind {
          case .name:
            // Names in a field of names that is shown in full are what it is for.
            if action == "full", !isRunning { continue }
            if hit.entry >= 0 { names += 1 }
          case .email, .account:
            if hit.entry >= 0 { accounts += 1 }
          case .phone, .idCard, .bankCard, .permit:
            if hidden.numbers.contains(ExportProof.bare(hit.digits)) { numbers += 1 }
          }
        }
      }
      if numbers + accounts + names == 0 { continue }
      if isRunning, action != "token", action != "band" {
        again.insert(field)
        continue
      }
      for (kind, count) in [(ProofResult.Leak.Kind.number, numbers), (.account, accounts), (.name, names)]
      where count > 0 {
        leaks.append(ProofResult.Leak(kind: kind, part: "", field: field, count: count))
      }
    }
  }

  static func bare(_ digits: [UInt8]) -> [UInt8] {
    var digits = digits.filter { isDigit($0) || $0 == 0x58 }
    if digits.count == 13, digits.starts(with: [0x38, 0x36]) { digits.removeFirst(2) }
    return digits
  }

  /// Numbers and accounts anywhere; names in every string that is no released cell. Where running text is to be masked
  /// again, its own hits are not counted here.
  private func checkPart(_ part: FinishedFile.Part, explained: Bool, _ leaks: inout [ProofResult.Leak]) {
    var scanner = FreeTextScanner(hidden)
    var numbers = 0
    var accounts = 0
    var names = 0
    let isMarkup = part.name.hasSuffix(".xml") || part.name.hasSuffix(".rels") || part.name.hasSuffix(".html")
    let isLines = part.name.lowercased().hasSuffix(".csv")
    let isSheet = part.name.contains("worksheets/")
    let known = released.union(headers)
    MarkupText.forEachString(part.bytes, isMarkup: isMarkup, isLines: isLines) { bytes in
      // References, styles and indices of a worksheet.
      if isSheet, bytes.count < 7, bytes.allSatisfy({ $0 < 0x80 }) { return }
      let text = String(decoding: bytes, as: UTF8.self)
      let isCell = known.contains(text)
      if isCell, explained { return }
      scanner.scan(bytes)
      for hit in scanner.hits {
        switch hit.kind {
        case .phone, .idCard, .bankCard, .permit:
          if hidden.numbers.contains(ExportProof.bare(hit.digits)) { numbers += 1 }
        case .email, .account:
          if hit.entry >= 0 { accounts += 1 }
        case .name:
          if hit.entry >= 0, !isCell { names += 1 }
        }
      }
    }
    for (kind, count) in [(ProofResult.Leak.Kind.number, numbers), (.account, accounts), (.name, names)] where count > 0
    {
      leaks.append(ProofResult.Leak(kind: kind, part: part.name, field: nil, count: count))
    }
  }
}
