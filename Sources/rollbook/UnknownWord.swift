import ByteScanning
import Tabular

/// A word out of a short list that nobody knows: told with the list, and with the nearest word where one is near.
enum UnknownWord {
  static func word(_ word: String, among words: [String]) -> Failure { failure("E911", near: "E931", word, words) }

  static func audience(_ word: String, among words: [String]) -> Failure { failure("E910", near: "E930", word, words) }

  private static func failure(
    _ code: Failure.Code, near: Failure.Code, _ word: String, _ words: [String]
  ) -> Failure {
    let list = words.joined(separator: " ")
    guard let nearest = NearestWord.of(word, among: words) else { return Failure(code, kind: .usage, [word, list]) }
    return Failure(near, kind: .usage, [word, list, nearest])
  }
}
