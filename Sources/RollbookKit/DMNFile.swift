import ByteScanning
import Cryptography
import Foundation
import Tabular
import XMLStreaming

/// Decision tables of a DMN file (OMG DMN 1.1–1.5, clause 8.3) as rule sheets: one a decision, in the form of the
/// rules workbook. Anything else a model may hold (contexts, functions, literal expressions) needs a FEEL interpreter
/// and is left out.
enum DMNFile {
  /// No model people draw comes near it.
  private static let largest = 16 << 20

  /// Throws `E601` where there is no such file, `E215`–`E219` where it is no XML, `E434` where it has no decision table.
  static func read(_ path: String) throws -> (sheets: [Grid], digest: String) {
    guard let data = FileManager.default.contents(atPath: path), data.count <= largest else {
      throw Failure("E601", file: path)
    }
    let bytes = Array(data)
    let tree = DMNTree()
    do {
      let parser = try XMLPushParser(part: path, sink: tree)
      try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try parser.feed(bytes) }
      try parser.finish()
    } catch {
      throw Failure(error.code, kind: .rules, file: path, error.arguments)
    }
    let allowed = tree.allowedValues()
    let sheets = tree.root.all("decision").compactMap { decision in
      decision.first("decisionTable").map { sheet($0, decision, allowed, path) }
    }
    guard !sheets.isEmpty else { throw Failure("E434", kind: .rules, file: path) }
    return (sheets, Hex.string(try Digest.of(bytes)))
  }

  private static func sheet(
    _ table: DMNTree.Node, _ decision: DMNTree.Node, _ allowed: [String: String], _ path: String
  ) -> Grid {
    let name = decision.attributes["name"] ?? ""
    let (inputs, outputs) = (table.children(named: "input"), table.children(named: "output"))
    func text(_ node: DMNTree.Node, _ child: String) -> String {
      node.first(child)?.first("text")?.text.trimmed ?? ""
    }
    /// The list a column names itself, else that of its type.
    func values(_ node: DMNTree.Node, _ child: String, _ type: String?) -> String {
      let own = text(node, child)
      return own.isEmpty ? type.flatMap { allowed[$0] } ?? "" : own
    }
    let policy = [table.attributes["hitPolicy"] ?? "UNIQUE", table.attributes["aggregation"] ?? ""]
    var rows = [[policy.filter { !$0.isEmpty }.joined(separator: " ")]]
    rows[0] += inputs.map { text($0, "inputExpression") } + outputs.map { "→ " + ($0.attributes["name"] ?? name) }
    rows.append(
      ["values"]
        + inputs.map { values($0, "inputValues", $0.first("inputExpression")?.attributes["typeRef"]) }
        + outputs.map { output in
          let single = outputs.count == 1 ? decision.first("variable")?.attributes["typeRef"] : nil
          return values(output, "outputValues", output.attributes["typeRef"] ?? single)
        })
    rows.append(["default"] + inputs.map { _ in "" } + outputs.map { text($0, "defaultOutputEntry") })
    for (number, rule) in table.children(named: "rule").enumerated() {
      let cells = rule.children(named: "inputEntry") + rule.children(named: "outputEntry")
      rows.append([String(number + 1)] + cells.map { $0.first("text")?.text.trimmed ?? "" })
    }
    return Grid(
      source: SourceSheet(file: path, sheet: name),
      rows: rows.enumerated().map { number, row in
        SheetPreview.Row(number: number + 1, cells: row.map { $0.isEmpty ? .empty : .text($0) })
      })
  }
}

/// The elements of a document by local name: DMN's namespace differs from version to version, its words do not.
private final class DMNTree: XMLSink {
  final class Node {
    let name: String
    var attributes: [String: String] = [:]
    var children: [Node] = []
    var bytes: [UInt8] = []
    init(_ name: String) { self.name = name }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    func first(_ name: String) -> Node? { children.first { $0.name == name } }
    func children(named name: String) -> [Node] { children.filter { $0.name == name } }
    /// Everything of that name below, in document order.
    func all(_ name: String) -> [Node] {
      children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
    }
  }

  let root = Node("")
  private var open: [Node] = []
  /// What is looked at; the rest of a model (diagrams, vendors' extensions) is not kept.
  private static let wanted: [StaticString] = ["name", "hitPolicy", "aggregation", "typeRef"]

  func startElement(_ element: borrowing XMLElement) {
    let node = Node(element.name.localText)
    for name in DMNTree.wanted { node.attributes["\(name)"] = element.text(name) }
    (open.last ?? root).children.append(node)
    open.append(node)
  }

  func endElement(_ name: XMLName) { _ = open.popLast() }

  func characters(_ text: UnsafeBufferPointer<UInt8>) { open.last?.bytes.append(contentsOf: text) }

  /// Allowed values of the model's own types.
  func allowedValues() -> [String: String] {
    var values: [String: String] = [:]
    for type in root.all("itemDefinition") {
      guard let name = type.attributes["name"], let text = type.first("allowedValues")?.first("text")?.text else {
        continue
      }
      values[name] = text.trimmed
    }
    return values
  }
}
