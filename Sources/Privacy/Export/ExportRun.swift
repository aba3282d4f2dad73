import ByteScanning
package import ReleaseGate
import Tabular

/// An export under way: intent logged, file written, proof passed, completion logged.
///
/// ```
/// var run = try plan.start(log: log, …)          // the intent stands in the log
/// repeat { write(run.released) } while try run.prove(open(file)) == .writeAgain
/// try run.complete(output: name, digest: sha256) // or run.fail(…) after deleting the file
/// ```
package struct ExportRun: Sendable {
  package enum Proof: Sendable, Equatable {
    case passed
    /// Running text still held something personal; `released` has it masked now.
    case writeAgain
  }

  private var plan: ExportPlan
  private let log: ExportLog
  /// The intent as it stands in the log.
  package let intent: LogRecord
  private var rounds = 0

  package var released: Released<Outside> { plan.released }

  init(plan: ExportPlan, log: ExportLog, intent: LogRecord) {
    self.plan = plan
    self.log = log
    self.intent = intent
  }

  /// Searches the finished file (and, for an encrypted one, what it decrypts to).
  ///
  /// Throws `Failure` E550 where it holds a raw value outside running text, or still does after three rounds: the caller
  /// deletes the file; the failure stands in the log already.
  package mutating func prove(_ file: FinishedFile, time: String) throws -> Proof {
    let proof = plan.proof
    rounds += 1
    switch proof.check(file) {
    case .clean: return .passed
    case .maskAgain(let fields) where rounds <= 3:
      for field in fields { plan.wraps[field] = ColumnWrap(step: .maskAgain(proof.hidden)) }
      try plan.release()
      return .writeAgain
    case .maskAgain(let fields):
      try fail("proof: \(fields.map(\.rawValue).joined(separator: ","))", time: time)
      throw Failure("E550", kind: .refused, [fields.map(\.rawValue).joined(separator: "、"), ""])
    case .leaks(let leaks):
      let places = leaks.map { "\($0.field?.rawValue ?? $0.part) (\($0.kind.rawValue) × \($0.count))" }
      try fail("proof: " + places.joined(separator: ", "), time: time)
      throw Failure("E550", kind: .refused, [places.joined(separator: "、")])
    }
  }

  /// Logs that the file lies where it should.
  @discardableResult
  package func complete(output: String, digest: String, time: String) throws -> LogRecord {
    var record = intent
    record.event = .done
    record.of = intent.sequence
    record.time = time
    record.output = output
    record.outputDigest = digest
    return try log.append(record)
  }

  /// Logs that nothing was delivered, and why (no values).
  package func fail(_ reason: String, time: String) throws {
    var record = intent
    record.event = .failed
    record.of = intent.sequence
    record.time = time
    record.note = reason
    try log.append(record)
  }
}

extension ExportPlan {
  /// True where a text beside the file (its name) would say what the view hides.
  package func names(somebodyIn text: String) -> Bool { proof.isLeak(text) }

  var proof: ExportProof {
    let actions = Dictionary(released.report.map { ($0.field, $0.action) }, uniquingKeysWith: { a, _ in a })
    return ExportProof([(released.table, actions)], session: session)
  }

  /// Writes the intent into the log. Throws the plan's refusal where there is one.
  ///
  /// - Parameters:
  ///   - output: the file's name, without its folder.
  ///   - sources: digests of the input files; `rules` the digest of the rules.
  package func start(
    log: ExportLog, output: String, sources: [String], rules: String, version: String, time: String
  ) throws -> ExportRun {
    if let refusal { throw refusal }
    var record = LogRecord(event: .intent, time: time)
    record.operator = options.operatorName
    record.role = session.view.role
    record.recipient = recipient?.name ?? options.recipient ?? ""
    record.purpose = options.purpose ?? ""
    record.legalBasis = options.legalBasis.isEmpty && session.view.needsConsent ? "consent" : options.legalBasis
    record.sources = sources
    record.rules = rules
    record.fields = released.report.map { "\($0.field.rawValue)=\($0.action)" }
    record.rowScope = scopeWords
    record.rowsIn = rowsIn
    record.rowsOut = rowsOut
    record.rowsSuppressed = rowsSuppressed
    record.suppressedBy = Dictionary(uniqueKeysWithValues: dropped.map { ($0.key.key, $0.value) })
    record.k = risk.k
    record.l = risk.sensitive.map(\.l).min() ?? 0
    record.key = keyID
    record.output = output
    record.expires = recipient?.validUntil?.description ?? ""
    record.version = version
    record.markers = markerCount
    let token = released.report.first { $0.action == "token" }?.field
    let marks = RowMarks(
      people: (markers?.order ?? rows).map { mark(of: $0) ?? 0 }, rows: RowMarks.marks(of: released.table),
      tokens: token.flatMap { released.table[field: $0] }.map(RowMarks.marks)
        ?? Array(repeating: 0, count: released.table.rowCount))
    record.rowMarks = try marks.save(log: log.path)
    return ExportRun(plan: self, log: log, intent: try log.append(record))
  }
}
