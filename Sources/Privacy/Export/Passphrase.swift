import Cryptography

/// A passphrase for an encrypted file, made by the program and shown once.
package enum Passphrase {
  /// 100 random bits as five groups of four letters and digits that nobody mistakes for others.
  package static func make() throws -> String {
    let text = Base32.string(try RandomBytes.make(13)).prefix(20)
    return stride(from: 0, to: 20, by: 4).map { start in
      String(text.dropFirst(start).prefix(4))
    }.joined(separator: "-")
  }
}
