import Cryptography

/// Tree hashes of a list of records (RFC 6962 §2.1): leaf SHA-256(0 ‖ record), node SHA-256(1 ‖ left ‖ right).
package enum MerkleTree {
  package static func leaf(_ record: some Sequence<UInt8>) throws -> [UInt8] { try Digest.of([0] + Array(record)) }

  /// The root over leaf hashes; of none the digest of nothing.
  package static func root(_ leaves: ArraySlice<[UInt8]>) throws -> [UInt8] {
    if leaves.isEmpty { return try Digest.of([]) }
    // Subtrees of growing size, as a binary counter: no recursion and no second copy of the leaves.
    var stack: [(size: Int, hash: [UInt8])] = []
    for leaf in leaves {
      var size = 1
      var hash = leaf
      while let last = stack.last, last.size == size {
        hash = try Digest.of([1] + last.hash + hash)
        size *= 2
        stack.removeLast()
      }
      stack.append((size, hash))
    }
    guard var root = stack.popLast()?.hash else { return try Digest.of([]) }
    while let left = stack.popLast() { root = try Digest.of([1] + left.hash + root) }
    return root
  }
}

/// A line the head of the institution keeps elsewhere: `origin size root`. A log that lost its tail cannot match it.
package struct LogCheckpoint: Sendable, Equatable {
  package let origin: String
  package let size: Int
  package let root: String

  package init(origin: String, size: Int, root: String) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  package var line: String { "\(origin) \(size) \(root)" }

  package init?(line: String) {
    let parts = line.split(separator: " ")
    guard parts.count >= 3, let size = Int(parts[parts.count - 2]), size >= 0,
      Hex.bytes(parts[parts.count - 1])?.count == 32
    else { return nil }
    origin = parts.dropLast(2).joined(separator: " ")
    self.size = size
    root = String(parts[parts.count - 1])
  }
}
