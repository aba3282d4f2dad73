package import ByteScanning
package import Localisation
import Tabular
package import Templating

/// The texts people read out, send and announce visits with: `templates/messages/SCRIPT.PART.LANGUAGE.mustache`.
///
/// `PART` is `script` (what a caller says), `announce` (sent before a call), or the channel a message goes by (`sms`, `wechat`, `email`), or `message` for
/// those without a text of their own.
package struct MessageScripts: Sendable {
  private let library: TemplateLibrary

  /// - Parameter overlay: the user's files by path below `templates/`.
  /// Throws `Failure` E850…E857 with file and line: a message with a gap in it is never sent.
  package init(overlay: [String: String] = [:]) throws(Failure) {
    do {
      library = try TemplateLibrary(folder: MessageScripts.folder, overlay: overlay)
      for name in library.names where name.hasSuffix(".mustache") {
        try library.check(name, against: MessageScripts.variables)
      }
    } catch {
      throw MessageScripts.failure(error)
    }
  }

  static let folder = "messages"

  /// What a text may name, and nothing else: taboos are not among it.
  package static let variables: [String: TemplateShape] = Dictionary(
    uniqueKeysWithValues: Variable.allCases.map { ($0.rawValue, .text) })

  package enum Variable: String, Sendable, CaseIterable {
    case guardian, pupil, staff, school, course, teacher, campus, need, reason, bring
    case startDate = "start_date"
    case endDate = "end_date"
    case lessonsLeft = "lessons_left"
    case holiday, date

    /// Words that stand in where nothing is known or the view hides it; nil: without it there is no message.
    func standIn(_ language: Language) -> String? {
      switch self {
      case .startDate, .endDate, .lessonsLeft, .holiday, .date, .bring: return nil
      default: return Phrasebook.text("message.standin.\(rawValue)", language)
      }
    }
  }

  /// Everything wrong in any text, each with its file and line.
  package static func problems(overlay: [String: String] = [:]) -> [Failure] {
    var overlay = overlay
    var found: [Failure] = []
    // A text that cannot even be parsed is told and left out, so that the others are looked at too.
    while true {
      do {
        let library = try TemplateLibrary(folder: folder, overlay: overlay)
        for name in library.names where name.hasSuffix(".mustache") {
          do { try library.check(name, against: variables) } catch { found.append(failure(error)) }
        }
        return found
      } catch {
        found.append(failure(error))
        let path = folder + "/" + error.template
        guard overlay[path] != nil else { return found }
        overlay[path] = ""
      }
    }
  }

  private static func failure(_ problem: TemplateProblem) -> Failure {
    Failure(
      Failure.Code(problem.code), kind: .rules, file: folder + "/" + problem.template, cell: String(problem.line),
      problem.arguments)
  }

  package enum Part: String, Sendable { case script, message, sms, wechat, email, announce }

  /// Which part a channel is served by; nil = somebody speaks.
  package static func part(of channel: String?) -> Part? {
    switch channel {
    case "短信": return .sms
    case "微信": return .wechat
    case "邮件": return .email
    case "问卷": return .message
    default: return nil
    }
  }

  /// The file of a script, nil where nobody wrote one.
  package func name(_ script: String, _ part: Part, _ language: Language) -> String? {
    let parts: [Part] = part == .script || part == .announce ? [part] : [part, .message]
    return parts.map { "\(script).\($0.rawValue).\(language.rawValue).mustache" }.first { library.names.contains($0) }
  }

  package enum Filled: Sendable, Hashable {
    case text(String)
    /// These values are not known, and nothing can stand in for them.
    case lacking([Variable])
    /// Nobody wrote this text.
    case none

    var isLacking: Bool { if case .lacking = self { true } else { false } }
  }

  /// The text with its values filled in.
  package func fill(
    _ script: String, _ part: Part, _ language: Language, _ values: [Variable: String]
  ) -> Filled {
    guard let name = name(script, part, language) else { return .none }
    var known: [String: TemplateValue] = [:]
    for variable in Variable.allCases {
      known[variable.rawValue] = .text(values[variable] ?? variable.standIn(language) ?? "")
    }
    let lacking = library.variables(of: name).compactMap(Variable.init(rawValue:)).filter {
      values[$0] == nil && $0.standIn(language) == nil
    }
    if !lacking.isEmpty { return .lacking(lacking) }
    guard let text = try? library.plain(name, known) else { return .none }
    return .text(text.trimmed)
  }
}
