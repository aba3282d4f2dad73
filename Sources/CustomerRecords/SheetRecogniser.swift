import Foundation
import Localisation
import Tabular

/// Decides which table a sheet is and what its columns mean (design.md "Sheets that are contracts").
struct SheetRecogniser {
  let options: ReadOptions

  /// Headers that occur everywhere and so tell nothing: the contract's, then general words that only one table happens
  /// to list.
  static let weightless: Set<String> = Set(
    [
      "日期", "类型", "编号", "备注", "来源", "金额", "课程", "姓名", "电话", "渠道", "date", "name", "type", "channel", "note",
      "amount", "其他", "其它", "备注信息", "备注说明", "补充说明", "remark", "memo", "additional notes", "方式", "意见", "method",
      "details",
      "summary", "项目", "item", "units", "hours", "qty", "fee", "fees", "老师", "payment", "profit", "mark", "marks",
      "test", "考试",
      "point", "group", "department", "position", "child", "student", "pupil", "客户", "学员", "学生", "family", "district",
      "town",
      "county", "province", "community", "referral", "工作", "收入", "profession", "created", "created at", "创建时间", "创建日期",
      "创建人",
      "created by", "rating", "issue", "issues", "problems", "conversation", "length", "medium", "state", "ticket",
      "proof",
      "advice", "response", "survey", "spend", "completed", "completion", "margin", "character", "goal", "goals",
      "mail",
      "选项", "题号", "小组", "员工", "employee", "用时", "课时",
    ].map(HeaderFolding.key))

  /// Headers of row numbers, never of ids.
  static let serials: Set<String> = Set(
    ["序号", "行号", "No", "No.", "#", "S/N", "seq", "row", "row no", "项次", "serial no", "serial number", "序"].map(
      HeaderFolding.key))

  /// Columns a survey tool writes of its own accord (问卷星).
  static let surveyMarks: Set<String> = Set(
    ["提交答卷时间", "所用时间", "来源详情", "来自IP", "来自 IP", "总分", "答题时间"].map(HeaderFolding.key))

  func recognise(_ preview: SheetPreview, file: String, sheet: String) -> Recognition {
    guard preview.rows.contains(where: { $0.cells.contains { !$0.isEmpty } }) else { return .empty }
    // The summary of a fix report is ours.
    if let first = preview.rows.first?.cells.lazy.compactMap(HeaderSearch.text).first, FixReport.isSummaryHeader(first)
    {
      return .empty
    }
    let map = options.map
    let search = HeaderSearch(preview: preview, catalogue: options.catalogue) {
      map.entry(sheet: sheet, file: file, key: $0) != nil
    }
    let told = options.roles.first { $0.names(file: file, sheet: sheet) }?.table
    guard let header = search.best() ?? (told != nil ? search.fallback() : nil) else { return .unknown }
    let mapped = header.cells.compactMap { cell in
      cell.keys.lazy.compactMap { map.entry(sheet: sheet, file: file, key: $0) }.first
    }
    let mappedTables = Set(mapped.filter { $0.field != nil }.compactMap(\.table))
    let isSurvey = told == .surveys || (told == nil && looksLikeSurvey(header))
    let evidence = evidence(header)
    let kind: TableKind
    var rivals: [TableKind] = []
    if isSurvey {
      kind = .surveys
    } else if let told {
      kind = told
    } else if mappedTables.count == 1, let only = mappedTables.first {
      kind = only
    } else if mappedTables == [.customers, .enrolments] {
      kind = .customers
    } else {
      let top = evidence.map(\.value).max() ?? 0
      let leaders = TableKind.allCases.filter { evidence[$0] == top && top > 0 }
      if leaders.count == 1, let only = leaders.first {
        kind = only
      } else if leaders == [.customers, .enrolments] {
        kind = .customers
      } else {
        rivals = leaders.isEmpty ? candidates(header) : leaders
        kind = rivals.first ?? .customers
      }
    }
    var plan = plan(header, kind: kind, file: file, sheet: sheet, preview: preview)
    if kind == .customers { plan.carriesEnrolments = plan.columns.contains { $0.definition?.table == .enrolments } }
    if isSurvey { askQuestions(&plan, header) }
    return rivals.isEmpty ? .table(plan) : .undecided(rivals, plan)
  }

  /// Headers that occur in one table alone, by table.
  private func evidence(_ header: HeaderSearch.Candidate) -> [TableKind: Int] {
    var count: [TableKind: Int] = [:]
    for cell in header.cells {
      guard let key = cell.keys.first(where: { !options.catalogue.matches($0).isEmpty }) else { continue }
      if SheetRecogniser.weightless.contains(key) || SheetRecogniser.serials.contains(key) { continue }
      let tables = options.catalogue.tables(of: key)
      if tables.count == 1, let only = tables.first { count[only, default: 0] += 1 }
    }
    return count
  }

  /// The tables that know most of the headers, for the question.
  private func candidates(_ header: HeaderSearch.Candidate) -> [TableKind] {
    let known = TableKind.allCases.map { table in
      (
        table,
        header.cells.filter { cell in cell.keys.contains { options.catalogue.match($0, in: table) != nil } }.count
      )
    }
    let most = known.map(\.1).max() ?? 0
    return known.filter { $0.1 == most && most > 0 }.map(\.0)
  }

  private func looksLikeSurvey(_ header: HeaderSearch.Candidate) -> Bool {
    let marks = header.cells.filter { SheetRecogniser.surveyMarks.contains($0.keys[0]) }.count
    let numbered = header.cells.filter { SheetRecogniser.question($0.text) != nil }.count
    return marks >= 2 && numbered >= 1 || marks >= 1 && numbered >= 2
  }

  /// The question of `1、题干` or `Q1.题干`, without its number.
  static func question(_ header: String) -> String? {
    var rest = header[...]
    if rest.first == "Q" || rest.first == "q" { rest = rest.dropFirst() }
    let digits = rest.prefix { $0.isNumber && $0.isASCII }
    guard !digits.isEmpty, digits.count <= 3 else { return nil }
    rest = rest.dropFirst(digits.count)
    guard let mark = rest.first, "、.．:：)）".contains(mark) else { return nil }
    let text = String(rest.dropFirst()).trimmed
    return text.isEmpty ? nil : text
  }

  private func plan(
    _ header: HeaderSearch.Candidate, kind: TableKind, file: String, sheet: String, preview: SheetPreview
  ) -> SheetPlan {
    let catalogue = options.catalogue
    let evidenceOfEnrolment = evidence(header)[.enrolments, default: 0] > 0
    var columns: [SheetPlan.PlannedColumn] = []
    var ignored: [Int] = []
    var serials: [Int] = []
    for cell in header.cells {
      func add(_ definition: FieldDefinition, rank: Int) {
        columns.append(
          SheetPlan.PlannedColumn(
            column: cell.column, header: cell.text, key: cell.keys[0], field: definition.id, definition: definition,
            rank: rank, unit: cell.unit))
      }
      if let entry = cell.keys.lazy.compactMap({ options.map.entry(sheet: sheet, file: file, key: $0) }).first {
        if let field = entry.field, let definition = catalogue.definition(field) {
          add(definition, rank: -1)
        } else {
          ignored.append(cell.column)
        }
        continue
      }
      if FixReport.isReasonsHeader(cell.text) {
        ignored.append(cell.column)
        continue
      }
      if cell.keys.contains(where: SheetRecogniser.serials.contains) {
        serials.append(cell.column)
        continue
      }
      if let (field, rank) = cell.keys.lazy.compactMap({ catalogue.match($0, in: kind) }).first {
        add(field, rank: rank)
      } else if kind == .customers, evidenceOfEnrolment,
        let (field, rank) = cell.keys.lazy.compactMap({ catalogue.match($0, in: .enrolments) }).first
      {
        add(field, rank: rank)
      } else if kind.isAboutCustomers,
        let (field, rank) = cell.keys.lazy.compactMap({ key in
          catalogue.tables(of: key) == [.customers] ? catalogue.match(key, in: .customers) : nil
        }).first
      {
        // Whose row it is, under a name only registration sheets use.
        let own = field.name == "name" ? "customer_name" : field.name
        if ["customer_name", "phone", "customer_id"].contains(own),
          let key = catalogue.definition(FieldID(kind.rawValue, own))
        {
          add(key, rank: 1000 + rank)
        } else {
          add(field, rank: rank)
        }
      } else {
        columns.append(
          SheetPlan.PlannedColumn(
            column: cell.column, header: cell.text, key: cell.keys[0],
            field: FieldID(kind.rawValue, "?" + cell.text), definition: nil, rank: 0, unit: cell.unit))
      }
    }
    let rows = preview.rows
    let below = rows[header.last].number
    let merges = preview.merges.filter { $0.rows.count > 1 && $0.rows.lowerBound > below }
    return SheetPlan(
      kind: kind, headerRows: rows[header.first].number...rows[header.last].number, titleRows: header.first,
      columns: columns, width: rows[header.first...].map(\.cells.count).max() ?? 0, ignored: ignored, serials: serials,
      merges: merges,
      titleUnit: titleUnit(rows[..<header.first]))
  }

  /// 单位：万元 in a line above the header.
  private func titleUnit(_ rows: ArraySlice<SheetPreview.Row>) -> HeaderUnit? {
    for row in rows {
      for case .text(let text) in row.cells {
        guard let at = text.range(of: "单位") else { continue }
        let rest = text[at.upperBound...].drop { $0 == ":" || $0 == "：" || $0 == " " }
        let word = rest.prefix { !$0.isWhitespace && !")）]】;；,，".contains($0) }
        if let unit = HeaderFolding.fold("x(" + word + ")").unit, unit.dimension == .money { return unit }
      }
    }
    return nil
  }

  /// Takes apart the columns of a survey export: who answered, and the questions.
  private func askQuestions(_ plan: inout SheetPlan, _ header: HeaderSearch.Candidate) {
    if plan.columns.contains(where: { $0.field == "surveys.answer" }) { return }
    var kept: [SheetPlan.PlannedColumn] = []
    for var column in plan.columns {
      if column.definition?.table == .surveys, column.definition?.name != "question" {
        kept.append(column)
        continue
      }
      guard column.definition == nil || column.definition?.table != .surveys else {
        kept.append(column)
        continue
      }
      if SheetRecogniser.surveyMarks.contains(column.key) || column.key == "来源" {
        plan.ignored.append(column.column)
        continue
      }
      let stem = SheetRecogniser.question(column.header)
      if let (field, rank) = who(stem ?? column.header) {
        column.definition = field
        column.field = field.id
        column.rank = rank
        kept.append(column)
      } else {
        column.definition = nil
        column.header = stem ?? column.header
        plan.questions.append(column)
      }
    }
    plan.columns = kept
  }

  /// 您的姓名, 请填写孩子姓名, 手机号码: questions that ask who answers.
  private func who(_ question: String) -> (FieldDefinition, Int)? {
    var key = HeaderFolding.key(question)
    var stripped = true
    while stripped {
      stripped = false
      for lead in ["请填写", "请输入", "请留下", "请问", "您的", "你的", "您", "你", "孩子的", "学员的", "yourchild's", "your"]
      where key.hasPrefix(lead) && key.count > lead.count {
        key = String(key.dropFirst(lead.count))
        stripped = true
      }
    }
    for candidate in [HeaderFolding.key(question), key] {
      if let (field, rank) = options.catalogue.match(candidate, in: .surveys),
        ["customer_id", "customer_name", "phone"].contains(field.name)
      {
        return (field, rank)
      }
    }
    return nil
  }
}

extension TableKind {
  /// Tables whose rows belong to a customer.
  var isAboutCustomers: Bool {
    switch self {
    case .visits, .enrolments, .complaints, .points, .surveys, .scores, .consents: return true
    case .customers, .staff, .recipients, .campaigns: return false
    }
  }
}
