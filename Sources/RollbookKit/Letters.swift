import ByteScanning
import Cryptography
import Foundation
import Localisation
import Templating

/// Pages to print: a template of `templates/letters` filled in, self-contained, without scripts.
struct Letters {
  private let library: TemplateLibrary
  private let style: String
  private let policy: String

  static let folder = "letters"

  /// What the entries of a list hold, for lists that are empty.
  private static let lists: [String: TemplateShape] = {
    func texts(_ names: String...) -> TemplateShape {
      .list(Dictionary(uniqueKeysWithValues: names.map { ($0, TemplateShape.text) }))
    }
    return [
      "results": texts("date", "course", "exam", "score", "share", "change"),
      "courses": texts("course", "progress", "left", "until"), "advice": texts("line"), "who": texts("label"),
      "questions": .list([
        "text": .text, "note": .text, "isScale": .flag, "isChoice": .flag, "isText": .flag, "low": .text,
        "high": .text, "boxes": texts("label"), "options": texts("label"),
      ]),
    ]
  }()

  /// Throws `Failure` E850…E857 with file and line.
  init(overlay: [String: String] = [:]) throws {
    do {
      library = try TemplateLibrary(folder: Letters.folder, overlay: overlay)
      style = try library.plain("letter.css", [:])
    } catch {
      throw Letters.failure(error)
    }
    let digest = (try? Digest.of(Array(style.utf8))) ?? []
    let hash = Data(digest).base64EncodedString()
    policy = "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
  }

  /// The page as UTF-8. Every variable of the template is one of `values`, or it is an error.
  func page(_ name: String, _ values: [String: TemplateValue], _ language: Language) throws -> [UInt8] {
    var values = values
    values["lang"] = .text(language == .zh ? "zh-CN" : "en")
    values["style"] = .markup(.rendered(style))
    values["policy"] = .text(policy)
    values["version"] = .text(rollbookVersion)
    do {
      try library.check(name, against: values.mapValues(\.shape).merging(Letters.lists) { $1 })
      return try library.html(name, values).bytes
    } catch {
      throw Letters.failure(error)
    }
  }

  private static func failure(_ problem: TemplateProblem) -> Failure {
    Failure(
      Failure.Code(problem.code), kind: .rules, file: folder + "/" + problem.template, cell: String(problem.line),
      problem.arguments)
  }
}
