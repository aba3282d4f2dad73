extension Digest {
  /// The slow hash of ECMA-376 passwords: H₀ = H(salt ‖ password), Hᵢ₊₁ = H(i ‖ Hᵢ) with i as 32 bits, low byte
  /// first, `count` times ([MS-OFFCRYPTO] §2.3.4.7, §2.3.4.11).
  ///
  /// `password` is UTF-16, low byte first, without a terminator.
  package static func spun(
    salt: [UInt8], password: [UInt8], count: Int, _ algorithm: DigestAlgorithm
  ) throws -> [UInt8] {
    let digest = try Digest(algorithm)
    digest.update(salt)
    digest.update(password)
    // One block: the counter in front of the former digest, overwritten in place.
    var block = [UInt8](repeating: 0, count: 4 + algorithm.size)
    block.withUnsafeMutableBufferPointer { block in
      let tail = UnsafeMutableBufferPointer(rebasing: block[4...])
      digest.finish(into: tail)
      for i in 0..<max(0, count) {
        UnsafeMutableRawBufferPointer(block).storeBytes(of: UInt32(i).littleEndian, as: UInt32.self)
        digest.restart()
        digest.update(UnsafeRawBufferPointer(block))
        digest.finish(into: tail)
      }
    }
    return Array(block[4...])
  }
}
