package import ByteScanning

extension Grid {
  /// What is wrong with a cell of a rule sheet: stops the work, and names file, sheet and cell.
  package func failure(_ code: Failure.Code, _ row: Int, _ column: Int, _ arguments: [String] = []) -> Failure {
    Failure(code, kind: .rules, file: source.file, sheet: source.sheet, cell: address(row, column), arguments)
  }
}
