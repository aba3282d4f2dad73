import ArgumentParser
import Privacy
import RollbookKit

struct MaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mask", abstract: "Show what a mask makes of values: rollbook mask name 段正淳.")

  @Argument(help: "The rule: name, phone, landline, id_card, email, address, bank_card, wechat, birthday, free_text …")
  var rule: String

  @Argument(parsing: .captureForPassthrough, help: "Values to mask, one line each.")
  var values: [String] = []

  func run() throws {
    let console = CommonOptions.plain
    for value in values { console.data(try Masks.apply(rule: rule, value: value).text) }
  }
}
