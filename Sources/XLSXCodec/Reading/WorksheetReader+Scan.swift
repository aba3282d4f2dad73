import ByteScanning

extension WorksheetReader: ScannablePart {
  static var opening: StaticString { "<sheetData" }
  static var itemEnd: StaticString { "</row>" }
  static var closing: StaticString { "</sheetData" }
  var isBetweenItems: Bool { level == .sheetData && isSettled }
  var isFull: Bool { cells.isFull }
  var failure: Failure? { cells.failure }

  func scan(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, ScanStop) {
    let before = cells.rowCount
    let stop = scanner.scan(start, end, into: &cells)
    WorkMeter.advance(bytes: 0, rows: cells.rowCount - before)
    return stop
  }
}
