/// The two languages everything a person reads is written in.
package enum Language: String, Sendable, CaseIterable, Hashable {
  case zh, en

  /// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`; Chinese is the first language of the users, so anything
  /// that is not plainly English means Chinese.
  package init(environment: [String: String]) {
    let value = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
    self = value.lowercased().hasPrefix("en") ? .en : .zh
  }
}
