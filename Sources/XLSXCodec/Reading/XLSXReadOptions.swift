package import ZipContainer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a workbook is to be read.
package struct XLSXReadOptions: Sendable {
  package var limits = ZipLimits()
  /// Read every part through libxml2, the byte scanner aside: `ROLLBOOK_XML=libxml2`.
  package var forceLibXML2: Bool
  /// Threads that read one big part: with two, one unpacks ahead. The outcome does not depend on it.
  package var threads = 2
  /// UTF-8 of the password of an encrypted workbook.
  package var password: [UInt8]?

  package init(forceLibXML2: Bool? = nil, password: [UInt8]? = nil) {
    self.forceLibXML2 = forceLibXML2 ?? (getenv("ROLLBOOK_XML").map { String(cString: $0) } == "libxml2")
    self.password = password
  }
}
