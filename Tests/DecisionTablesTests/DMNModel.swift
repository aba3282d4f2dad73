import Foundation
import Tabular
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A DMN model of the Technology Compatibility Kit as a rule sheet, and its test cases.
struct DMNModel: CustomTestStringConvertible, Sendable {
  struct Case {
    let id: String
    let inputs: [String: String]
    /// Per expected result: output name (empty for a single value) to the values of all hits.
    let expected: Expected
  }

  enum Expected: Equatable {
    case value(String?)
    /// Lists and structures: per output name the values in order.
    case columns([String: [String?]], isList: Bool)
  }

  let folder: String
  let sheet: Grid
  let cases: [Case]
  var testDescription: String { folder }

  /// Every model of the corpus whose logic is one decision table.
  static let tableOnly: [DMNModel] = {
    guard let root = Corpus.root?.appending(path: "dmn"),
      let index = try? String(contentsOf: root.appending(path: "index.jsonl"), encoding: .utf8)
    else { return [] }
    return index.split(separator: "\n").compactMap { line in
      guard let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        entry["table_only"] as? Bool == true, let dir = entry["dir"] as? String, let dmn = entry["dmn"] as? String,
        let tests = entry["tests"] as? [String]
      else { return nil }
      let folder = root.appending(path: dir)
      return try? DMNModel(
        folder: dir, model: folder.appending(path: dmn), tests: tests.map { folder.appending(path: $0) })
    }
  }()

  init(folder: String, model: URL, tests: [URL]) throws {
    self.folder = folder
    let document = try XMLDocument(data: Data(contentsOf: model))
    let table = try document.nodes(named: "decisionTable")[0]
    let decision = table.parent as? XMLElement
    sheet = DMNModel.sheet(of: table, name: decision?.attribute("name") ?? "")
    cases = try tests.flatMap { try DMNModel.cases(XMLDocument(data: Data(contentsOf: $0))) }
  }

  private static func sheet(of table: XMLElement, name: String) -> Grid {
    let inputs = table.children(named: "input")
    let outputs = table.children(named: "output")
    func text(_ element: XMLElement?, _ child: String) -> String {
      element?.children(named: child).first?.children(named: "text").first?.stringValue ?? ""
    }
    var rows: [[String]] = []
    rows.append(
      [policy(of: table)] + inputs.map { text($0, "inputExpression") }
        + outputs.map { "→ " + ($0.attribute("name") ?? name) })
    rows.append(["values"] + inputs.map { text($0, "inputValues") } + outputs.map { text($0, "outputValues") })
    rows.append(["default"] + inputs.map { _ in "" } + outputs.map { text($0, "defaultOutputEntry") })
    for (number, rule) in table.children(named: "rule").enumerated() {
      func texts(_ name: String) -> [String] {
        rule.children(named: name).map { $0.children(named: "text").first?.stringValue ?? "" }
      }
      rows.append([String(number + 1)] + texts("inputEntry") + texts("outputEntry"))
    }
    let cells = rows.enumerated().map { number, row in
      SheetPreview.Row(number: number + 1, cells: row.map { $0.isEmpty ? .empty : .text($0) })
    }
    return Grid(source: SourceSheet(file: "model.dmn", sheet: name), rows: cells)
  }

  private static func policy(of table: XMLElement) -> String {
    let policy = table.attribute("hitPolicy") ?? "UNIQUE"
    guard let aggregation = table.attribute("aggregation") else { return policy }
    return policy + " " + aggregation
  }

  private static func cases(_ document: XMLDocument) throws -> [Case] {
    try document.nodes(named: "testCase").map { element in
      var inputs: [String: String] = [:]
      for input in element.children(named: "inputNode") {
        inputs[input.attribute("name") ?? ""] = input.children(named: "value").first?.stringValue ?? ""
      }
      let expected = element.children(named: "resultNode").first?.children(named: "expected").first
      return Case(id: element.attribute("id") ?? "", inputs: inputs, expected: result(expected))
    }
  }

  private static func result(_ expected: XMLElement?) -> Expected {
    guard let expected else { return .value(nil) }
    if let list = expected.children(named: "list").first {
      var columns: [String: [String?]] = [:]
      for item in list.children(named: "item") {
        let components = item.children(named: "component")
        if components.isEmpty { columns["", default: []].append(leaf(item)) }
        for component in components { columns[component.attribute("name") ?? "", default: []].append(leaf(component)) }
      }
      return .columns(columns, isList: true)
    }
    let components = expected.children(named: "component")
    if components.isEmpty { return .value(leaf(expected)) }
    var columns: [String: [String?]] = [:]
    for component in components { columns[component.attribute("name") ?? ""] = [leaf(component)] }
    return .columns(columns, isList: false)
  }

  private static func leaf(_ element: XMLElement) -> String? {
    guard let value = element.children(named: "value").first, value.attribute("nil") != "true" else { return nil }
    return value.stringValue
  }
}

extension XMLNode {
  func nodes(named name: String) throws -> [XMLElement] {
    try nodes(forXPath: "//*[local-name()='\(name)']").compactMap { $0 as? XMLElement }
  }
}

extension XMLElement {
  func children(named name: String) -> [XMLElement] {
    (children ?? []).compactMap { $0 as? XMLElement }.filter { $0.localName == name }
  }
  func attribute(_ name: String) -> String? {
    (attributes ?? []).first { $0.localName == name || $0.name == name }?.stringValue
  }
}
