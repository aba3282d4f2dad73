/// What an archive may ask of us (privacy.md "Reading hostile files"). Counted on bytes as they are produced, never on
/// what headers claim.
package struct ZipLimits: Sendable {
  /// Inflated bytes per compressed byte, once an entry has given more than `ratioFreeBytes`.
  package var ratio = 100
  package var ratioFreeBytes = 1 << 20
  /// Inflated bytes of one entry.
  package var entryBytes = 3 << 30
  package var entries = 10_000

  package init() {}
}
