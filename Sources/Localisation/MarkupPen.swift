import ByteScanning

/// Several small pieces of markup on their way into one place whose room is made beforehand.
package struct MarkupPen {
  private let start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  fileprivate init(_ start: UnsafeMutablePointer<UInt8>) { self.start = start }

  /// Markup of this program's own making.
  package mutating func put(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes in
      if let from = bytes.baseAddress { (start + count).update(from: from, count: bytes.count) }
      count += bytes.count
    }
  }

  /// A coordinate, as `Markup.append(number:)` writes it.
  package mutating func put(number value: Double) { count += OutputBuffer.put(hundredths: value, start + count) }
}

extension Markup {
  /// How many bytes a coordinate takes at most.
  package static let mostOfNumber = OutputBuffer.mostOfHundredths
}

extension OutputBuffer {
  /// Markup of at most `most` bytes, put together by `write`.
  mutating func append(upTo most: Int, _ write: (inout MarkupPen) -> Void) {
    self.write(most) { start in
      var pen = MarkupPen(start)
      write(&pen)
      precondition(pen.count <= most)
      return pen.count
    }
  }
}
