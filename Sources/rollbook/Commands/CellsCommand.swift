import ArgumentParser
import ByteScanning
import Foundation
import RollbookKit
import Tabular
import Workbooks

struct CellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells", abstract: "What the program sees in a file: one JSON line for each filled cell.")

  @Argument(help: "A workbook, a CSV file or a folder of CSV files.")
  var file: String

  @Option(help: "Encoding of a CSV file (default: found out).")
  var encoding: String?

  @Option(help: "Separator of a CSV file (default: found out).")
  var delimiter: String?

  @Option(help: "A file whose first line is the password.")
  var passwordFile: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    var options = InputOptions(paths: [file])
    options.encoding = encoding
    options.delimiter = delimiter
    options.passwordFile = passwordFile
    let book = try Workbooks.open(file, try options.openOptions(exactly: true))
    try CellDump.write(book.reading, to: StandardOutput())
  }
}

/// Standard output as a place bytes go to.
final class StandardOutput: ByteSink {
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let n = Foundation.write(1, rest.baseAddress, rest.count)
      if n <= 0 { throw Failure("E908") }
      rest = rest.dropFirst(n)
    }
  }
}

extension Slice where Base == UnsafeRawBufferPointer {
  fileprivate var baseAddress: UnsafeRawPointer? { UnsafeRawBufferPointer(rebasing: self).baseAddress }
}
