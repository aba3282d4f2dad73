/// What the program remembers of a CSV file it finds.
struct SheetMemory {
  /// The manifest beside it names it: text cells may carry the prefix that keeps formulas asleep.
  var isOurs: Bool
  /// The types kept for it.
  var types: SheetTypes?
  /// The file is still, byte for byte, what those types were written with.
  var isUnchanged = false

  init(of file: String) {
    types = SheetTypes(for: file)
    isOurs = types != nil || Manifest(folder: Path.folder(of: file)).output(named: Path.name(of: file)) != nil
    if let types, let digest = try? FileDigest(of: file) { isUnchanged = digest.sha256 == types.sha256 }
  }
}
