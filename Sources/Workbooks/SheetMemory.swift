/// What the program remembers of a CSV file it finds.
struct SheetMemory {
  /// The manifest beside it names it: text cells may carry the prefix that keeps formulas asleep.
  var isOurs: Bool
  /// The types kept for it.
  var types: SheetTypes?
  /// The file is still, byte for byte, what the program wrote.
  var isUnchanged = false

  init(of file: String) {
    types = SheetTypes(for: file)
    let output = Manifest(folder: Path.folder(of: file)).output(named: Path.name(of: file))
    isOurs = types != nil || output != nil
    if isOurs, let digest = try? FileDigest(of: file) {
      isUnchanged = digest.sha256 == types?.sha256 ?? output?.written.sha256
    }
  }
}
