/// What a document may ask of us (privacy.md "Reading hostile files").
package struct XMLLimits: Sendable {
  package var depth = 128
  /// Bytes of one attribute value.
  package var attributeBytes = 1 << 20
  /// Bytes of character data between two tags. Excel's own limit is 32,767 characters a cell.
  package var textBytes = 4 << 20

  package init() {}
}
