package import Foundation

/// Other people's programs that judge our output: the Python of `.venv-test`, LibreOffice. Absent = said aloud.
package enum Peer {
  /// `.venv-test/bin/python` in the package's folder.
  package static let interpreter: URL? = {
    let path = Corpus.packageRoot.appending(path: ".venv-test/bin/python")
    return FileManager.default.isExecutableFile(atPath: path.path) ? path : nil
  }()

  package static func available(for suite: String) -> Bool {
    if interpreter != nil { return true }
    print("skipped: \(suite) — no .venv-test (scripts/test.sh makes it)")
    return false
  }

  package struct Complaint: Error, CustomStringConvertible {
    package let description: String
  }

  /// Runs a script and gives what it printed; what it complains of is thrown.
  package static func python(_ script: String, _ arguments: [String] = []) throws -> String {
    guard let interpreter else { throw Complaint(description: "no .venv-test") }
    return try run(interpreter, ["-c", script] + arguments)
  }

  /// The output of a program that ends with 0; otherwise what it said on stderr is thrown.
  package static func run(_ program: URL, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    // Files, not pipes: nobody has to read while the program runs.
    let folder = FileManager.default.temporaryDirectory
    let (out, err) = (folder.appending(path: UUID().uuidString), folder.appending(path: UUID().uuidString))
    for file in [out, err] { try Data().write(to: file) }
    defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Complaint(description: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    }
    return String(decoding: try Data(contentsOf: out), as: UTF8.self)
  }
}
