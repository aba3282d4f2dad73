import ByteScanning
import CSVCodec
import CustomerRecords
import Foundation
import Tabular
package import Workbooks

extension InputOptions {
  /// Opens every path. Throws `Failure`: `E902` no path at all, what `Workbooks` throws, and usage errors for words
  /// of the options nobody knows.
  package func open() throws -> [OpenedWorkbook] {
    guard !paths.isEmpty else { throw Failure("E902", kind: .usage) }
    // A file named twice is read once.
    var seen: Set<String> = []
    let distinct = paths.filter { seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path).inserted }
    return try Workbooks.openAll(distinct, try openOptions())
  }

  package func openOptions(exactly: Bool = false) throws -> OpenOptions {
    var options = OpenOptions(exactly: exactly)
    if let encoding {
      guard let found = TextEncoding(named: encoding) else {
        throw Failure("E903", kind: .usage, [encoding])
      }
      options.encoding = found
    }
    if let delimiter {
      let word = ["tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"][delimiter.lowercased()] ?? delimiter
      guard word.count == 1, let separator = word.first, separator != "\"", separator != "\n" else {
        throw Failure("E904", kind: .usage, [delimiter])
      }
      options.separator = separator
    }
    options.password = try passwordFile.map(Passwords.read)
    return options
  }

  /// The maps to read by: the one that was given, else those that are remembered.
  var maps: [String] {
    guard let map else { return MapMemory.recalled(for: paths) }
    return map == MapMemory.none ? [] : [map]
  }

  /// How the records are to be read: settings, map, `--as`, dates.
  func readOptions(_ rules: HouseRules) throws -> ReadOptions {
    var options = ReadOptions(catalogue: rules.catalogue, choices: rules.choices, settings: rules.settings, asOf: asOf)
    let entries = try maps.flatMap { path in
      let book = try Workbooks.open(path, OpenOptions(exactly: true))
      return try ColumnMap(try Grids.read(book)[0], catalogue: rules.catalogue).entries
    }
    options.map = ColumnMap(entries)
    options.roles = try roles.map { try SheetRole(argument: $0) }
    if let dateOrder {
      guard let order = DateOrder(rawValue: dateOrder.lowercased()) else {
        throw Failure("E905", kind: .usage, [dateOrder])
      }
      options.dateOrder = order
    }
    return options
  }
}
