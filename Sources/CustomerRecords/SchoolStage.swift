import Tabular

/// The school stage of a customer (R1.5): as registered, else from the school year, the school's name, or the age.
package enum SchoolStage: String, Sendable, CaseIterable {
  case preschool = "学前"
  case primary = "小学"
  case lowerSecondary = "初中"
  case upperSecondary = "高中"
  case university = "大学"
  case adult = "成人"

  /// By customer row. `years`: ages at as-of, the last resort.
  package static func stages(of customers: RecordTable, years: [Int?]?) -> [SchoolStage?] {
    let stages = customers.texts("stage")
    let grades = customers.texts("grade_year")
    let schools = customers.texts("school")
    let byStage = (0..<UInt32(stages.pool.count)).map { SchoolStage(rawValue: stages.pool.string($0)) }
    let byGrade = (0..<UInt32(grades.pool.count)).map { ofYear(grades.pool.string($0)) }
    let bySchool = (0..<UInt32(schools.pool.count)).map { ofSchool(schools.pool.string($0)) }
    return (0..<customers.count).map { row in
      if stages.codes[row] != TextPool.none, let found = byStage[Int(stages.codes[row])] { return found }
      if grades.codes[row] != TextPool.none, let found = byGrade[Int(grades.codes[row])] { return found }
      if schools.codes[row] != TextPool.none, let found = bySchool[Int(schools.codes[row])] { return found }
      return (years?[row]).flatMap(ofAge)
    }
  }

  /// 三年级, 初二, 高一, 大班, Grade 7, G10, Year 3.
  package static func ofYear(_ text: String) -> SchoolStage? {
    for (words, stage) in [
      (["幼儿园", "小班", "中班", "大班", "托班", "学前", "幼小", "kindergarten", "preschool"], SchoolStage.preschool),
      (["高一", "高二", "高三", "高中", "senior"], .upperSecondary),
      (["初一", "初二", "初三", "初四", "七年级", "八年级", "九年级", "初中", "junior", "中考"], .lowerSecondary),
      (["小一", "小二", "小三", "小四", "小五", "小六", "小学", "小升初", "primary", "elementary"], .primary),
      (["大一", "大二", "大三", "大四", "大学", "本科", "大专", "研究生", "研一", "研二", "研三", "university", "college"], .university),
      (["成人", "在职", "已工作", "adult"], .adult),
    ] where words.contains(where: { text.lowercased().contains($0) }) { return stage }
    if ["一", "二", "三", "四", "五", "六"].contains(where: { text.contains($0 + "年级") }) { return .primary }
    let digits = text.drop { !$0.isNumber }.prefix { $0.isNumber && $0.isASCII }
    switch Int(digits) {
    case let n? where (1...6).contains(n): return .primary
    case let n? where (7...9).contains(n): return .lowerSecondary
    case let n? where (10...12).contains(n): return .upperSecondary
    default: return nil
    }
  }

  static func ofSchool(_ text: String) -> SchoolStage? {
    if text.contains("幼儿园") { return .preschool }
    if text.contains("小学") { return .primary }
    if text.contains("初中") || text.contains("初级中学") { return .lowerSecondary }
    if text.contains("高中") || text.contains("高级中学") { return .upperSecondary }
    if text.contains("大学") || text.contains("学院") { return .university }
    return nil
  }

  /// Chinese schools take children at six.
  static func ofAge(_ years: Int) -> SchoolStage? {
    switch years {
    case 0..<6: return .preschool
    case 6..<12: return .primary
    case 12..<15: return .lowerSecondary
    case 15..<18: return .upperSecondary
    case 18...: return .adult
    default: return nil
    }
  }
}
