import ByteScanning
import CSVCodec
import CustomerRecords
import Foundation
import Privacy
import ReleaseGate
import RollbookKit
import Tabular
import TestSupport
import Testing
import XLSXCodec
import ZipContainer

/// Every example through every role's eyes, into both kinds of file: what the view hides is searched for in every byte of
/// every part, by plain comparison and not by the scanner that hid it.
@Suite struct LeakSearchTests {
  @Test(arguments: Example.all)
  func nothingHiddenIsInAnyFile(example: Example) throws {
    let input = InputOptions(paths: [example.input])
    let institution = try Institution.open(input)
    let records = institution.records
    let views = try institution.rules.views()
    var report = ""
    for role in views.roles {
      for staff in try Self.askers(role, records) {
        let session = try ViewSession(
          sheet: views,
          request: ViewRequest(
            roles: [role.role], staff: staff, purpose: example.purpose, choices: institution.rules.choices),
          records: records, settings: institution.rules.settings,
          tokenizer: try Tokenizer(
            master: Array(repeating: 9, count: 32), recipient: example.recipient, purpose: example.purpose, epoch: "e"))
        let secrets = Self.secrets(session, role, records, institution.rules.catalogue)
        var tables: [(TableKind, Released<Outside>)] = []
        for kind in [TableKind.customers, .visits, .enrolments, .complaints, .points, .surveys, .scores]
        where records[kind].count > 0 { tables.append((kind, try session.released(kind))) }
        for ending in ["xlsx", "csv"] {
          var text = ""
          for (kind, released) in tables { text += "\n" + (try Self.text(released, ending)) + "\n\(kind)" }
          let leaks = Self.found(secrets, in: Array(text.utf8))
          #expect(leaks.isEmpty, "\(example.name) \(role.role) \(ending): \(leaks.count), as \(leaks.prefix(3))")
          report +=
            "\(example.name) \(role.role) \(ending): \(secrets.count) hidden values, \(text.utf8.count) bytes, \(leaks.count) found\n"
        }
      }
    }
    print(report)
    #expect(report.split(separator: "\n").count == 14)
  }

  @Test(arguments: Example.all)
  func noPageHoldsAnybodysFullNameNumberOrAddress(example: Example) throws {
    let records = try Institution.open(InputOptions(paths: [example.input])).records
    let staff = records[.staff].texts("name")
    let colleagues = Set((0..<records[.staff].count).compactMap { staff[$0] })
    var secrets: Set<String> = []
    for field in ["name", "guardian_name", "phone", "guardian_phone", "id_card", "email", "wechat", "address"] {
      guard let column = records.customers.column(field) else { continue }
      for row in 0..<records.customers.count {
        if case .text(let text) = column.cell(row), text.count >= 3, !colleagues.contains(text) { secrets.insert(text) }
      }
    }
    #expect(secrets.count > 100)
    try Program.withFolder { folder in
      try Program.succeed(["report", example.input, "-o", folder.path, "--lang", example.language, "-q"])
      let pages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter {
        $0.pathExtension == "html"
      }
      #expect(pages.count >= 5)
      for page in pages {
        let leaks = Self.found(secrets.sorted(), in: Array(try Data(contentsOf: page)))
        #expect(leaks.isEmpty, "\(page.lastPathComponent): \(leaks.count)")
      }
    }
  }

  /// Somebody of the role, where its view needs one.
  static func askers(_ role: RoleView, _ records: Records) throws -> [String?] {
    if role.scope == .all { return [nil] }
    let staff = records[.staff]
    let (names, roles) = (staff.texts("name"), staff.texts("role"))
    let words = ([role.role] + role.aliases).map { $0.lowercased() }
    let row = (0..<staff.count).first { roles[$0].map { words.contains($0.lowercased()) } ?? false } ?? 0
    return [names[row]]
  }

  /// Values of direct fields that the role never sees in full, less those it may see somewhere: numbers and addresses of
  /// at least seven signs, names of at least three that are nobody else's.
  static func secrets(
    _ session: ViewSession, _ role: RoleView, _ records: Records, _ catalogue: FieldCatalogue
  ) -> [String] {
    var hidden: Set<String> = []
    var shown: Set<String> = []
    for kind in TableKind.allCases where ![.staff, .recipients, .campaigns, .consents].contains(kind) {
      for named in records[kind].table.columns {
        guard let field = catalogue.owner(of: named.field) else { continue }
        let isHidden =
          field.fieldClass == .direct && role.word(field.id) != .full
          && role.childWord(field.id, own: field.ownMask) != .full
        let isShown = role.word(field.id) == .full || role.childWord(field.id, own: field.ownMask) == .full
        // Running text is no excuse: what it quotes must be hidden too.
        if !isHidden, !(isShown && field.fieldClass == .direct) { continue }
        for row in 0..<records[kind].count {
          guard case .text(let text) = named.column.cell(row) else { continue }
          for part in text.split(whereSeparator: { "/、".contains($0) }).map({ String($0).trimmed })
          where part.count >= 3 {
            if isHidden { hidden.insert(part) } else { shown.insert(part) }
          }
        }
      }
    }
    for row in 0..<records[.staff].count { if let name = records[.staff].texts("name")[row] { shown.insert(name) } }
    return hidden.subtracting(shown).sorted()
  }

  /// A file's text: of a workbook all parts.
  static func text(_ released: Released<Outside>, _ ending: String) throws -> String {
    let sink = MemorySink()
    guard ending == "xlsx" else {
      try CSVWriter().write(released, to: sink)
      return String(decoding: sink.bytes, as: UTF8.self)
    }
    var options = XLSXWriteOptions()
    options.forPartner = true
    try XLSXWriter.write([released], to: sink, options: options)
    let archive = try ZipArchive(bytes: sink.bytes)
    return try archive.entries.map { String(decoding: try archive.bytes(of: $0), as: UTF8.self) }.joined(
      separator: "\n")
  }

  /// The secrets that stand in the bytes; numbers only where no digit stands before or behind them. One walk over the
  /// bytes: the first six of every secret are its key.
  static func found(_ secrets: [String], in bytes: [UInt8]) -> [String] {
    var byHead: [ArraySlice<UInt8>: [String]] = [:]
    for secret in secrets where secret.utf8.count >= 6 { byHead[Array(secret.utf8)[..<6], default: []].append(secret) }
    var found: Set<String> = []
    var heads: Set<UInt16> = []
    for head in byHead.keys { heads.insert(UInt16(head[0]) << 8 | UInt16(head[1])) }
    func isDigit(_ i: Int) -> Bool { bytes.indices.contains(i) && bytes[i] &- 0x30 < 10 }
    for i in 0..<max(0, bytes.count - 6) where heads.contains(UInt16(bytes[i]) << 8 | UInt16(bytes[i + 1])) {
      for secret in byHead[bytes[i..<i + 6]] ?? [] where bytes[i...].starts(with: secret.utf8) {
        let isNumber = secret.utf8.allSatisfy { $0 &- 0x30 < 10 }
        if !isNumber || !(isDigit(i - 1) || isDigit(i + secret.utf8.count)) { found.insert(secret) }
      }
    }
    return found.sorted()
  }
}
