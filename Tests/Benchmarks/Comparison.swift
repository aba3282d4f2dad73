import ByteScanning
import Foundation

/// Runs every piece of work and its peers in alternating rounds and prints medians and ratios.
struct Comparison {
  struct Contest {
    var title: String
    var goal: String
    var ours: [String]
    /// Name and arguments of the script in the peers' folder.
    var peers: [(name: String, script: [String])]
    /// Takes the figure from what a run says of itself instead of the whole process (writing after loading).
    var figure: (@Sendable (String) -> Double?)?
    /// Memory over what the table itself takes, where a run says so.
    var memory: (@Sendable (String) -> Double?)?
    /// What the last run says of itself stands under the table.
    var tells = false
  }

  private var rounds = 5
  private var rows = 1_000_000
  private var data = NSTemporaryDirectory() + "/rollbook-bench"
  private var only: String?
  private let peers = ProcessInfo.processInfo.environment["ROLLBOOK_BENCH"]
  private let python = ProcessInfo.processInfo.environment["ROLLBOOK_BENCH_PYTHON"] ?? ".venv-bench/bin/python"

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Failure("usage", kind: .usage, ["\(word): a value is missing"]) }
      switch word {
      case "--rounds": rounds = max(1, Int(value) ?? rounds)
      case "--rows": rows = max(1000, Int(value) ?? rows)
      case "--data": data = value
      case "--only": only = value
      default: throw Failure("usage", kind: .usage, ["unknown option \(word)"])
      }
    }
  }

  private var contests: [Contest] {
    let base = "\(data)/visits_\(rows)"
    let small = "\(data)/visits_100.xlsx"
    let read = { (peer: String, file: String) in (name: peer, script: ["read_peer.py", peer, file]) }
    let written = NSTemporaryDirectory() + "/rollbook-bench-\(getpid()).xlsx"
    return [
      Contest(
        title: "CSV, UTF-8, read and typed", goal: "≥ 2 × pyarrow, ≤ 300 MiB", ours: ["read", base + ".csv"],
        peers: [read("pyarrow_csv", base + ".csv"), read("polars_csv", base + ".csv")]),
      Contest(
        title: "CSV, GB18030, read and typed", goal: "≥ 6 × pyarrow", ours: ["read", base + ".gb.csv"],
        peers: [
          (name: "pyarrow_csv", script: ["read_peer.py", "pyarrow_csv", base + ".gb.csv", "gb18030"])
        ]),
      Contest(
        title: "XLSX, shared strings, read and typed", goal: "≥ 7 × fastexcel, ≤ 350 MiB",
        ours: ["read", base + ".xlsx"], peers: [read("fastexcel_arrow", base + ".xlsx")]),
      Contest(
        title: "XLSX, inline strings, read and typed", goal: "≥ 6 × fastexcel",
        ours: ["read", base + "_inline.xlsx"], peers: [read("fastexcel_arrow", base + "_inline.xlsx")]),
      Contest(
        title: "XLSX write, table in memory", goal: "≥ 7 × rust_xlsxwriter, ≤ 100 MiB over the table",
        ours: ["write", base + ".csv", written],
        peers: [(name: "rustpy_df", script: ["write_peer.py", "rustpy_df", String(rows), written + ".peer"])],
        figure: Comparison.number(after: "write "), memory: Comparison.growth),
      Contest(
        title: "workbook of 100 rows, read", goal: "< 15 ms", ours: ["read", small],
        peers: [read("calamine", small), read("openpyxl_ro", small)]),
      Contest(
        title: "masking, notes searched for 100,000 customers", goal: "≤ 2 s", ours: ["mask", String(rows)], peers: [],
        figure: Comparison.number(after: "mask ")),
      Contest(
        title: "risk over 5 quasi-identifiers", goal: "< 1 s", ours: ["risk", String(rows)], peers: [],
        figure: Comparison.number(after: "risk ")),
      Contest(
        title: "default intent table over as many rows, one core", goal: "≤ 0.2 s a million (5 M rows/s)",
        ours: ["rules", String(rows)], peers: [],
        figure: Comparison.number(after: "rules ")),
      Contest(
        title: "grading 100,000 customers with their visits, on top of reading", goal: "< 0.5 s",
        ours: ["grade", "\(data)/customers_100000.csv", base + ".csv"], peers: [],
        figure: Comparison.number(after: "grade ")),
      Contest(
        title: "dashboards for five audiences, 10,000 visits and 1,000 customers, whole process", goal: "< 100 ms",
        ours: ["report", school(Comparison.small)], peers: [], tells: true),
      Contest(
        title: "dashboards, 1 M visits and 100,000 customers, after reading", goal: "< 0.7 s",
        ours: ["report", school(Comparison.large)], peers: [], figure: Comparison.number(after: "after reading "),
        tells: true),
    ].filter { only == nil || $0.title.localizedCaseInsensitiveContains(only ?? "") }
  }

  /// Customers of the synthetic institutions: ten years of them are 10,000 and a million visits.
  private static let small = 1_040
  private static let large = 104_000
  private func school(_ customers: Int) -> String { "\(data)/school_\(customers)" }

  func run() throws {
    let me = CommandLine.arguments[0]
    let contests = contests
    func uses(_ file: String) -> Bool { contests.contains { $0.ours.contains { $0.hasPrefix(file) } } }
    if uses("\(data)/visits_") { try makeData() }
    for customers in [Comparison.small, Comparison.large] where uses(school(customers)) {
      guard !FileManager.default.fileExists(atPath: school(customers)) else { continue }
      note("making an institution of \(customers) customers")
      guard ChildProcess.run(me, ["work", "school", school(customers), String(customers)]) != nil else { continue }
    }
    var ours: [[ChildProcess]] = contests.map { _ in [] }
    var theirs: [[[ChildProcess]]] = contests.map { $0.peers.map { _ in [] } }
    for round in 0..<rounds {
      for (c, contest) in contests.enumerated() {
        note("round \(round + 1) of \(rounds): \(contest.title)")
        if let run = ChildProcess.run(me, ["work"] + contest.ours) { ours[c].append(run) }
        guard let peers else { continue }
        for (p, peer) in contest.peers.enumerated() {
          let script = ["\(peers)/\(peer.script[0])"] + peer.script.dropFirst()
          if let run = ChildProcess.run(python, script, environment: ["BENCH_DATA": data]) {
            theirs[c][p].append(run)
          }
        }
      }
    }
    print("| work (\(rows) rows × 12) | ours | memory | peer | peer's | memory | ratio | goal |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for (c, contest) in contests.enumerated() {
      guard let mine = Comparison.median(ours[c], contest) else { continue }
      let left = "| \(contest.title) | \(Comparison.time(mine.seconds)) | \(Int(mine.mebibytes)) MiB "
      var printed = false
      for (p, peer) in contest.peers.enumerated() {
        guard let other = Comparison.median(theirs[c][p], contest) else { continue }
        let ratio = (other.seconds / mine.seconds * 10).rounded() / 10
        print(
          left
            + "| \(peer.name) | \(Comparison.time(other.seconds)) | \(Int(other.mebibytes)) MiB | \(ratio) × | \(contest.goal) |"
        )
        printed = true
      }
      if !printed { print(left + "| – | – | – | – | \(contest.goal) |") }
    }
    for (contest, runs) in zip(contests, ours) where contest.tells {
      if let said = runs.last?.output { print("\n\(contest.title): \(said)", terminator: "") }
    }
    print("\nMedians of \(rounds) alternating rounds, whole processes, page cache warm; writing without loading.")
  }

  private func makeData() throws {
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    let missing = [rows, 100].filter {
      !FileManager.default.fileExists(atPath: "\(data)/visits_\($0)_inline.xlsx")
    }
    guard !missing.isEmpty else { return }
    guard let peers else { throw Failure("usage", kind: .usage, ["ROLLBOOK_BENCH names no folder with gen.py"]) }
    note("making the workload: \(missing)")
    guard ChildProcess.run(python, ["\(peers)/gen.py", data] + missing.map(String.init)) != nil else {
      throw Failure("usage", kind: .usage, ["gen.py failed"])
    }
  }

  private func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  private static func median(_ runs: [ChildProcess], _ contest: Contest) -> (seconds: Double, mebibytes: Double)? {
    guard !runs.isEmpty else { return nil }
    func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let seconds = runs.map { run in contest.figure?(run.output) ?? run.seconds }
    let memory = runs.map { run in contest.memory?(run.output) ?? run.mebibytes }
    return (middle(seconds), middle(memory))
  }

  private static func time(_ seconds: Double) -> String {
    seconds < 0.1
      ? String(format: "%.1f ms", seconds * 1000) : String(format: "%.2f s", seconds)
  }

  /// The number behind a word in what a run said: `write 1.23s`.
  private static func number(after word: String) -> @Sendable (String) -> Double? {
    { text in
      guard let range = text.range(of: word) else { return nil }
      return Double(text[range.upperBound...].prefix { $0.isNumber || $0 == "." })
    }
  }

  private static let growth: @Sendable (String) -> Double? = { text in
    guard let before = number(after: "load-RSS ")(text), let after = number(after: "peak ")(text) else { return nil }
    return after - before
  }
}
