import Foundation

// usage: TemplateEmbedder ROOT OUTPUT FILE...   writes one Swift file with every FILE as a raw string literal.
let arguments = CommandLine.arguments
let root = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"
var source = """
  // Generated from templates/ at build time.
  enum EmbeddedFiles {
    static let all: [(path: String, text: StaticString)] = [

  """
for path in arguments.dropFirst(3) {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
  guard let text = String(data: bytes, encoding: .utf8) else {
    FileHandle.standardError.write(Data("error: \(path) is not UTF-8\n".utf8))
    exit(1)
  }
  // A literal that no text can close: one more # than the longest run in the file.
  var longest = 0
  var run = 0
  for character in text.utf8 {
    run = character == UInt8(ascii: "#") ? run + 1 : 0
    longest = max(longest, run)
  }
  let fence = String(repeating: "#", count: longest + 1)
  let escaped = text.replacingOccurrences(of: "\r", with: "\\\(fence)r").replacingOccurrences(
    of: "\"\"\"", with: "\"\"\\\(fence)\"")
  let indented = escaped
  source += "    (\"\(path.dropFirst(root.count))\", \(fence)\"\"\"\n\(indented)\n\"\"\"\(fence)),\n"
}
source += "  ]\n}\n"
try Data(source.utf8).write(to: URL(fileURLWithPath: arguments[2]))
