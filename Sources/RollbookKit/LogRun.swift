import ByteScanning
import CSVCodec
package import CustomerRecords
import Foundation
import Localisation
import Planning
import ReleaseGate
package import Tabular
import Workbooks

/// `log`: filled-in work lists, attendance lists, help requests, transcripts and plain rows, read into the visit log.
///
/// Originals are never written to: what comes out is a new set of sheets, or the new rows alone.
package struct LogRun: Sendable {
  package struct Options: Sendable {
    package var files: [String]
    /// What an attendance list is about, where the list does not say.
    package var event: String?
    package var date: Day?
    /// Recordings are given to the settings' recogniser.
    package var recognise = false
    package init(files: [String]) { self.files = files }
  }

  package struct Counts: Sendable, Equatable {
    package var workLists = 0
    package var attendance = 0
    package var help = 0
    package var calls = 0
    package var others = 0
    /// Rows of work lists nobody filled in.
    package var unfilled = 0
    /// Contacts the log has already.
    package var known = 0
    package var setAside = 0
    /// Cells of contacts already in the log that were empty there and are filled now.
    package var completed = 0
    package var masked = 0
    package var added: Int { workLists + attendance + help + calls + others }
  }

  package internal(set) var counts = Counts()
  package internal(set) var findings: [Finding] = []
  /// What `findings` point into.
  package internal(set) var sources: [SourceReport] = []
  let judging: Judging
  let options: Options
  var extras: Records?
  /// Rows of the extras' visits that are taken, and what they become.
  var taken: [TakenRow] = []
  var calls: [CallFiles.Call] = []
  var completions: [Completion] = []
  let finder: CustomerFinder
  let tokens: PlanTokens
  var seen: [String: (row: Int, values: [String])] = [:]

  struct TakenRow {
    var row: Int
    var id: String?
    var customer: Int32
    var kind: LogInputs.Kind
    var item: Int?
  }
  /// A cell of the log that was empty and is given now.
  struct Completion {
    var row: Int
    var field: FieldID
    var cell: Cell
  }

  package init(_ judging: Judging, _ options: Options) throws {
    self.judging = judging
    self.options = options
    let institution = judging.institution
    let records = institution.records
    finder = CustomerFinder(records)
    tokens = PlanTokens(judging.plan, records)
    let names = records[.staff].texts("name")
    let people = Set((0..<records[.staff].count).compactMap { names[$0] })
    var sheets: [String] = []
    for file in try LogRun.expanded(options.files) {
      if CallFiles.isCall(file, finder) { try read(call: file, people) } else { sheets.append(file) }
    }
    if !sheets.isEmpty { try read(sheets: sheets) }
  }

  /// Files, and the files of folders, in order of their names.
  private static func expanded(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure("E601", file: path)
      }
      guard isFolder.boolValue else { return [path] }
      let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      return names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("~$") && !$0.hasSuffix(".ics") }.map { path + "/" + $0 }
        .filter {
          var inner: ObjCBool = false
          return FileManager.default.fileExists(atPath: $0, isDirectory: &inner) && !inner.boolValue
        }
    }
  }

  // MARK: Calls

  private mutating func read(call path: String, _ people: Set<String>) throws {
    func note(_ code: Failure.Code, _ severity: Finding.Severity, hint: [String] = []) {
      sources.append(SourceReport(sheet: SourceSheet(file: path, sheet: "")))
      findings.append(Finding(code, severity, at: Place(source: sources.count - 1), hint: hint))
    }
    let (customer, day, staff) = CallFiles.parse(path, finder, staff: people)
    guard let customer, let day = day ?? options.date else {
      note("E739", .error)
      counts.setAside += 1
      return
    }
    var text: String
    if CallFiles.isRecording(path) {
      guard options.recognise, let recogniser = try Recogniser(judging.institution.rules.settings) else {
        note("E746", .error, hint: ["{in}"])
        counts.setAside += 1
        return
      }
      do { text = try recogniser.text(of: path) } catch let failure as Failure {
        note(failure.code, .error, hint: failure.arguments)
        counts.setAside += 1
        return
      }
    } else {
      guard let data = FileManager.default.contents(atPath: path), data.count < 16 << 20 else {
        throw Failure("E601", file: path)
      }
      text = TextEncoding.text(of: Array(data))
    }
    let call = CallFiles.call(path, text, customer: customer, day: day, staff: staff, people: people)
    let records = judging.institution.records
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date").days
    let channels = visits.texts("channel")
    // The call may be noted in the log already: then the text belongs to that row.
    let same = owners.indices.first {
      owners[$0] >= 0 && days[$0] == day.rawValue && person(owners[$0]) == customer
        && (channels[$0] == nil || channels[$0] == "电话")
    }
    guard let row = same else {
      calls.append(call)
      counts.calls += 1
      return
    }
    var given = 0
    for (field, text) in [("content", call.content as String?), ("feedback", call.feedback)] {
      guard let text, visits.texts(field)[row] == nil else { continue }
      completions.append(Completion(row: row, field: FieldID("visits", field), cell: .text(text)))
      given += 1
    }
    if let minutes = call.minutes, visits.numbers("minutes")[row] == nil {
      completions.append(Completion(row: row, field: "visits.minutes", cell: .number(minutes)))
      given += 1
    }
    counts.known += 1
    counts.completed += given
    if given == 0 { note("E736", .note) }
  }

  func person(_ row: Int32) -> Int32 {
    let records = judging.institution.records
    return records.person.isEmpty ? row : records.person[Int(row)]
  }
}
