import ReleaseGate
import Workbooks

extension CommonOptions {
  /// Writes the sheets, or says where they would go (`--dry-run`). `inputs` are never written over.
  func write<S: Scope>(
    _ sheets: @autoclosure () throws -> [Released<S>], to output: String, inputs: [String]
  ) throws {
    if dryRun { return console.say("cli.would_write", output) }
    var options = WriteOptions()
    options.force = force
    options.inputs = inputs
    try Workbooks.write(try sheets(), to: output, options)
    console.say("cli.wrote", output)
  }
}
