import ByteScanning
import CustomerRecords
import Localisation
import Tabular

/// Reads the cells of a views sheet; what it cannot understand becomes a finding and stays hidden.
struct ViewSheetReader {
  let grid: Grid
  let catalogue: FieldCatalogue
  var roles: [RoleView] = []
  var findings: [Finding] = []
  /// For each sheet column: which role, and whether it is the one for children.
  private var columns: [Int: (role: Int, child: Bool)] = [:]
  private var fieldColumn = 0
  /// Columns from left to right: findings come in the order of the sheet.
  private var ordered: [(Int, (role: Int, child: Bool))] {
    columns.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  init(grid: Grid, catalogue: FieldCatalogue) {
    self.grid = grid
    self.catalogue = catalogue
  }

  private static let fieldHeaders: Set<String> = ["field", "fields", "字段", "栏目", "列"]
  private static let known = ["sales", "supervisor", "teacher", "service", "head", "audit", "partner"]

  mutating func read() throws {
    guard
      let header = grid.rows.indices.first(where: { row in
        grid.rows[row].cells.indices.contains { Self.fieldHeaders.contains(grid.text(row, $0).lowercased()) }
      })
    else {
      throw Failure("E457", kind: .rules, file: grid.source.file, sheet: grid.source.sheet)
    }
    readRoles(header)
    guard !roles.isEmpty else {
      throw Failure("E457", kind: .rules, file: grid.source.file, sheet: grid.source.sheet)
    }
    var seen: [FieldID: String] = [:]
    for row in grid.rows.indices where row > header {
      let key = grid.text(row, fieldColumn)
      if key.isEmpty || key.hasPrefix("#") { continue }
      if Self.settings[key.lowercased()] != nil {
        readSetting(row, Self.settings[key.lowercased()] ?? key)
      } else if key.lowercased().hasPrefix("lineage.") {
        readLineage(row, key)
      } else {
        readFields(row, key, &seen)
      }
    }
  }

  private mutating func readRoles(_ header: Int) {
    for column in grid.rows[header].cells.indices {
      let text = grid.text(header, column)
      if Self.fieldHeaders.contains(text.lowercased()) {
        fieldColumn = column
        continue
      }
      if text.isEmpty || text.hasPrefix("#") { continue }
      let parts = text.split(separator: ":", maxSplits: 1).flatMap { $0.split(separator: "：", maxSplits: 1) }
      let name = String(parts.first ?? "").trimmed
      let child = parts.count > 1
      if child, !["child", "children", "minor", "儿童", "未成年"].contains(String(parts[1]).lowercased().trimmed) {
        note("E452", header, column, [text, "\(name):child"])
        continue
      }
      if let known = roles.firstIndex(where: { $0.role.lowercased() == name.lowercased() }) {
        if child, roles[known].childWords == nil {
          roles[known].childWords = [:]
          roles[known].childLineage = [:]
          columns[column] = (known, true)
        } else {
          note("E456", header, column, [text])
        }
      } else if child {
        note("E452", header, column, [text, NearestWord.of(name, among: roles.map(\.role)) ?? name])
      } else {
        if !Self.known.contains(name.lowercased()), let near = NearestWord.of(name, among: Self.known) {
          findings.append(
            Finding("E458", .warning, at: place(header, column), hint: [name, near]))
        }
        roles.append(RoleView(role: name))
        columns[column] = (roles.count - 1, false)
      }
    }
  }

  private static let settings: [String: String] = [
    "role": "role", "roles": "role", "角色": "role", "别名": "role", "scope": "scope", "行范围": "scope", "范围": "scope",
    "audience": "audience", "对象": "audience", "purpose": "purpose", "目的": "purpose", "用途": "purpose",
    "valid_until": "valid_until", "valid until": "valid_until", "有效期至": "valid_until", "min_k": "min_k",
    "minimum k": "min_k",
    "最小k": "min_k", "k": "min_k", "consent": "consent", "需要授权": "consent", "授权": "consent", "encryption": "encryption",
    "需要加密": "encryption", "加密": "encryption",
  ]

  private mutating func readSetting(_ row: Int, _ key: String) {
    for (column, (role, child)) in ordered where !child {
      let text = grid.text(row, column)
      if text.isEmpty { continue }
      let words = text.split(whereSeparator: { "|、;；".contains($0) }).map { String($0).trimmed }
      switch key {
      case "role": roles[role].aliases = words
      case "purpose": roles[role].purposes = words
      case "scope":
        if let scope = RowScope(cell: text) {
          roles[role].scope = scope
        } else {
          note(
            "E453", row, column, [text, NearestWord.of(text, among: RowScope.words) ?? "own, team, class, campus, all"])
        }
      case "audience":
        switch text.lowercased() {
        case "inside", "内部": roles[role].audience = .inside
        case "outside", "外部": roles[role].audience = .outside
        default: note("E453", row, column, [text, "inside, outside"])
        }
      case "valid_until":
        if let day = day(row, column, text) {
          roles[role].validUntil = day
        } else {
          // A date nobody can read: the view counts as over rather than as unlimited.
          roles[role].validUntil = Day(rawValue: Day.missing + 1)
          note("E454", row, column, [text, "2026-12-31"])
        }
      case "min_k":
        if let k = Int(text), k >= 1 {
          roles[role].minimumK = k
        } else {
          roles[role].minimumK = Int.max / 2
          note("E454", row, column, [text, "5"])
        }
      case "consent": roles[role].needsConsent = flag(row, column, text)
      default: roles[role].needsEncryption = flag(row, column, text)
      }
    }
  }

  private func day(_ row: Int, _ column: Int, _ text: String) -> Day? {
    if grid.rows[row].cells.indices.contains(column), case .day(let day) = grid.rows[row].cells[column] { return day }
    let parts = text.split(whereSeparator: { "-/.年月日".contains($0) }).compactMap { Int($0) }
    return parts.count == 3 ? Day(year: parts[0], month: parts[1], day: parts[2]) : nil
  }

  /// A word that is neither yes nor no counts as yes: the stricter.
  private mutating func flag(_ row: Int, _ column: Int, _ text: String) -> Bool {
    switch text.lowercased() {
    case "yes", "true", "1", "是", "要", "需要", "required": return true
    case "no", "false", "0", "否", "不", "不需要", "-": return false
    default:
      note("E454", row, column, [text, "yes, no"])
      return true
    }
  }

  private mutating func readLineage(_ row: Int, _ key: String) {
    let word = String(key.dropFirst("lineage.".count)).lowercased()
    guard let fieldClass = FieldClass(word) else {
      let names = FieldClass.allCases.map { "\($0)" }
      note("E451", row, fieldColumn, [key, "lineage." + (NearestWord.of(word, among: names) ?? "normal")])
      return
    }
    for (column, (role, child)) in ordered {
      guard let view = self.word(row, column) else { continue }
      if child { roles[role].childLineage?[fieldClass] = view } else { roles[role].lineage[fieldClass] = view }
    }
  }

  private mutating func readFields(_ row: Int, _ key: String, _ seen: inout [FieldID: String]) {
    let fields = self.fields(key)
    if fields.isEmpty {
      let all = catalogue.fields.map(\.id.rawValue) + catalogue.fields.map(\.name)
      note("E451", row, fieldColumn, [key, NearestWord.of(key, among: all) ?? "customers.name"])
      return
    }
    for field in fields {
      if let before = seen[field] {
        note("E459", row, fieldColumn, [field.rawValue, before])
        continue
      }
      seen[field] = grid.address(row, fieldColumn)
      for (column, (role, child)) in ordered {
        guard let view = word(row, column) else { continue }
        if child { roles[role].childWords?[field] = view } else { roles[role].words[field] = view }
      }
    }
  }

  /// `customers.phone`, `*.phone`, `customers.手机`, or a bare `phone` or 手机 for every table that has it.
  private func fields(_ key: String) -> [FieldID] {
    let parts = key.split(separator: ".", maxSplits: 1).map { String($0).trimmed }
    if parts.count == 2, parts[0] != "*" {
      guard let table = TableKind(rawValue: parts[0].lowercased()) else { return [] }
      let id = FieldID(table.rawValue, parts[1].lowercased())
      if catalogue.owner(of: id) != nil { return [id] }
      return catalogue.match(HeaderFolding.key(parts[1]), in: table).map { [$0.field.id] } ?? []
    }
    let name = parts.last ?? key
    let named = catalogue.fields.filter { $0.name == name.lowercased() }.map(\.id)
    if !named.isEmpty { return named }
    return TableKind.allCases.compactMap { catalogue.match(HeaderFolding.key(name), in: $0)?.field.id }
  }

  private mutating func word(_ row: Int, _ column: Int) -> ViewWord? {
    let text = grid.text(row, column)
    if text.isEmpty { return nil }
    if let word = ViewWord(cell: text) { return word }
    note(
      "E450", row, column, [text, NearestWord.of(text, among: ViewWord.spellings) ?? "full, mask, token, band, hide"])
    return nil
  }

  private func place(_ row: Int, _ column: Int) -> Place {
    Place(source: 0, row: grid.rows[row].number, column: column)
  }

  private mutating func note(_ code: Failure.Code, _ row: Int, _ column: Int, _ hint: [String]) {
    findings.append(Finding(code, .error, at: place(row, column), hint: hint))
  }
}
