import CustomerRecords
import DecisionTables
import Foundation
import Grading
import Incentives
import Loyalty
import Tabular
import Templates
import Workbooks

/// What deciding costs: the default intent table over a million rows, and everything the rules say of an institution
/// on top of reading its sheets.
enum RulesWork {
  static let pieces: [String: Work.Piece] = [
    "rules": { arguments in try rules(rows: arguments.first.flatMap(Int.init) ?? 1_000_000) },
    "grade": { arguments in try grade(arguments) },
  ]

  private static let book: RuleBook = {
    let grids = Templates.paths(in: "rules").filter { $0.hasSuffix(".csv") }.map { path in
      Grid(
        template: Templates.text(path) ?? "", file: path,
        sheet: String(path.dropFirst("rules/".count).dropLast(".csv".count)))
    }
    return RuleBook(defaults: grids)
  }()

  /// Row evaluations a second of the intent table: conditions of seven columns, the winning rule of every row found.
  private static func rules(rows: Int) throws {
    let table = try book.table("intent", asOf: Day(rawValue: 20_500))
    var state: UInt64 = 1
    func next(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % n
    }
    let words: [String: [String?]] = [
      "need_strength": ["强", "中", "弱", nil], "trial_result": ["通过", "待定", "未通过", nil],
      "teacher_opinion": ["好", "一般", "差", nil],
    ]
    let columns = table.table.inputs.map { input -> Column in
      if let words = words[input.variable ?? ""] { return .texts((0..<rows).map { _ in words[next(words.count)] }) }
      if input.kind == .boolean { return Column(.number((0..<rows).map { _ in Double(next(2)) }, .boolean)) }
      return .numbers((0..<rows).map { _ in next(8) == 0 ? nil : Double(next(100) - 20) })
    }
    var best = Double.infinity
    var fired = 0
    for _ in 0..<5 {
      let start = computed()
      fired = table.evaluate(columns, rows: rows).winner.count { $0 >= 0 }
      best = min(best, computed() - start)
    }
    print("rules \(best) s, \(Double(rows) / best / 1e6) M rows/s, \(fired) of \(rows) rows by a rule")
  }

  /// Seconds this process has computed: unlike the clock on the wall, the same on a busy machine.
  static func computed() -> Double {
    var usage = rusage()
    // 0 = this process.
    getrusage(0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// Reads the sheets named, then grades; every step after reading runs on one core. The grades (who is enrolled,
  /// active and lost, the evidence, and the tables of intent, value, stage, activity and potential) are one figure;
  /// tiers and points, which `grade` computes too, stand beside it.
  private static func grade(_ paths: [String]) throws {
    let settings = Settings.standard
    let books = try Workbooks.openAll(paths)
    let inputs = books.map { InputWorkbook(file: $0.path, reading: $0.reading) }
    let start = computed()
    let records = try RecordReader.read(inputs, options: ReadOptions(settings: settings))
    let read = computed()
    let engagement = Engagement(records, settings: settings)
    let met = computed()
    let grading = try GradingResult(records, engagement: engagement, settings: settings, rules: book)
    let graded = computed()
    let referrals = Referrals(records, engagement: engagement)
    let tiers = try TierResult(
      records, engagement: engagement, referrals: referrals, settings: settings, rules: book)
    let tiered = computed()
    let points = try PointsLedger(
      records, engagement: engagement, referrals: referrals, settings: settings, rules: book)
    let done = computed()
    print(
      "grade \(graded - read) s over reading in \(read - start) s (engagement \(met - read), tables \(graded - met));",
      "tiers \(tiered - graded) s, points \(done - tiered) s;",
      "\(grading.people.count) people, \(records.visits.count) visits, \(tiers.held.count) tiers, \(points.rows.count) points"
    )
  }
}
