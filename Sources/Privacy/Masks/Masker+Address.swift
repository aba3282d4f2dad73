extension Masker {
  /// Province, prefecture and the county-level name that follow each other at the start, then four stars.
  func address(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    let kept = Divisions.shared.recognised(in: s)
    if kept.isEmpty { return .hidden }
    for range in kept { out.append(contentsOf: s[range]) }
    out.stars(4)
    return .masked
  }
}
