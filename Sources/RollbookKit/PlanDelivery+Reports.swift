import ByteScanning
import CustomerRecords
import Localisation
import Planning
import Privacy
import ReleaseGate
import Tabular
import Templating

extension PlanDelivery {
  /// A page for each pupil with a result of late, by customer id. Pages name the pupil by surname and id: they are
  /// handed out, and files go astray.
  func parentReports() throws -> [(name: String, bytes: [UInt8])] {
    let rules = judging.institution.rules
    let reports = ParentReport.make(
      records, rules: try AdviceRule.read(try rules.sheet("advice")), settings: rules.settings)
    if reports.isEmpty { return [] }
    let session = try ViewSession(
      sheet: try rules.views(),
      request: ViewRequest(
        roles: ["head"], language: language, figuresOnly: true, choices: rules.choices),
      records: records, settings: rules.settings)
    let released = Released(
      table(reports),
      through: try session.compiled(
        table(reports), kind: .customers,
        customerRows: reports.flatMap { report in report.results.map { _ in report.customer } }))
    let shown = ShownTable(released)
    let letters = try Letters(overlay: overlay)
    var pages: [(name: String, bytes: [UInt8])] = []
    var row = 0
    for report in reports {
      let rows = row..<row + report.results.count
      row = rows.upperBound
      guard let id = shown.texts("customers.customer_id")[rows.lowerBound] else { continue }
      pages.append((id, try letters.page("report.html", values(report, id, shown, rows), language)))
    }
    return pages
  }

  /// Every result of every report, for the view to look at.
  private func table(_ reports: [ParentReport]) -> Table {
    let order = reports.flatMap { report in report.results.map { _ in UInt32(report.customer) } }
    let results = reports.flatMap(\.results)
    var columns: [Table.Named] = []
    func add(_ field: FieldID, _ column: Column?) {
      if let column { columns.append(Table.Named(header: "", field: field, column: column)) }
    }
    for name in ["customer_id", "name"] {
      add(FieldID("customers", name), records.customers.column(name)?.gathered(order))
    }
    add("scores.exam_date", .days(results.map(\.day)))
    add("scores.course", .texts(results.map(\.course)))
    add("scores.exam", .texts(results.map(\.exam)))
    add("scores.score", .numbers(results.map(\.score)))
    add("scores.full_marks", .numbers(results.map(\.fullMarks)))
    add("scores.advice", .texts(results.map(\.advice)))
    return Table(name: "scores", columns: columns, rowCount: order.count)
  }

  private func values(
    _ report: ParentReport, _ id: String, _ shown: ShownTable, _ rows: Range<Int>
  ) -> [String: TemplateValue] {
    let format = NumberFormatting(language)
    func number(_ value: Double?) -> String {
      guard let value else { return NumberFormatting.missing }
      return value == value.rounded() ? value.plainText : format.decimal(value, places: 1)
    }
    func share(_ value: Double?) -> String { value.map { format.rate($0, places: 0) } ?? NumberFormatting.missing }
    func change(_ value: Double?) -> String {
      guard let value else { return say("report.first") }
      let points = Int(clamping: value * 100)
      return points > 0 ? "+\(points)" : points < 0 ? NumberFormatting.minus + String(points.magnitude) : "0"
    }
    func text(_ field: FieldID, _ row: Int) -> String {
      guard let column = shown.table[field: field] else { return NumberFormatting.missing }
      switch column.cell(row) {
      case .text(let text): return text
      case .day(let day): return day.description
      case .number(let value): return number(value)
      default: return NumberFormatting.missing
      }
    }
    let surname = shown.texts("customers.name")[rows.lowerBound].map { Surname.of($0) } ?? ""
    let pupil = surname.isEmpty ? id : say("report.pupil", surname)
    var advice: [String] = []
    if let rule = report.advice { advice.append(language == .en && !rule.en.isEmpty ? rule.en : rule.zh) }
    if let last = rows.last, shown.texts("scores.advice")[last] != nil {
      advice.append(say("report.teacher") + (language == .zh ? "：" : ": ") + text("scores.advice", last))
    }
    var values: [String: TemplateValue] = [
      "title": .text(say("report.title", pupil)), "school": .text(school ?? say("message.standin.school")),
      "id": .text(id), "asOf": .text(say("report.asOf", records.asOf.description)),
      "attended": .text(say("report.attended", String(report.attended))), "hasAttended": .flag(report.attended > 0),
      "none": .text(say("report.none")), "sign": .text(say("report.sign")),
      "hasCourses": .flag(!report.courses.isEmpty),
      "results": .list(
        zip(rows, report.results).map { row, result in
          // What the view hides is not told by what is computed from it either.
          let isShown = shown.table[field: "scores.score"]?.cell(row).isEmpty == false
          return [
            "date": .text(text("scores.exam_date", row)), "course": .text(text("scores.course", row)),
            "exam": .text(text("scores.exam", row)), "score": .text(text("scores.score", row)),
            "share": .text(isShown ? share(result.share) : NumberFormatting.missing),
            "change": .text(isShown ? change(result.change) : NumberFormatting.missing),
          ]
        }),
      "courses": .list(
        report.courses.map { course in
          [
            "course": .text(course.name), "progress": .text(share(course.progress)),
            "left": .text(number(course.lessonsLeft)),
            "until": .text(course.until?.description ?? NumberFormatting.missing),
          ]
        }),
      "advice": .list(advice.map { ["line": .text($0)] }),
    ]
    for key in [
      "results", "date", "course", "exam", "score", "share", "change", "courses", "progress", "left", "until",
      "advice",
    ] { values[key + "Title"] = .text(say("report." + key)) }
    return values
  }
}
