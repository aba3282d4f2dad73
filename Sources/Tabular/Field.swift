/// A field of the catalogue, as `customers.phone`, or an unknown column, as `customers.?微店会员名`.
package struct FieldID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }
  package init(_ table: String, _ name: String) { rawValue = table + "." + name }

  /// `customers` of `customers.phone`.
  package var table: Substring { rawValue.prefix { $0 != "." } }
  /// `phone` of `customers.phone`.
  package var name: Substring { rawValue.drop { $0 != "." }.dropFirst() }
  /// A column the catalogue does not know: carried along as text, hidden by every view.
  package var isUnknown: Bool { name.hasPrefix("?") }
  package var description: String { rawValue }
  package static func < (a: FieldID, b: FieldID) -> Bool { a.rawValue < b.rawValue }
}

/// How sensitive a field is (design.md "Sheets that are contracts"), least to most.
package enum FieldClass: UInt8, Sendable, Comparable, CaseIterable {
  case normal, quasi, sensitive, free, link, direct

  package init?(_ word: some StringProtocol) {
    switch word {
    case "normal": self = .normal
    case "quasi": self = .quasi
    case "sensitive": self = .sensitive
    case "free": self = .free
    case "link": self = .link
    case "direct": self = .direct
    default: return nil
    }
  }

  package static func < (a: FieldClass, b: FieldClass) -> Bool { a.rawValue < b.rawValue }
}

/// A set of field classes: what a column was made from.
package struct FieldSet: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package init(_ one: FieldClass) { rawValue = 1 << one.rawValue }

  /// The strictest class in the set; `normal` for an empty one.
  package var strictest: FieldClass {
    FieldClass.allCases.last { contains(FieldSet($0)) } ?? .normal
  }
}
