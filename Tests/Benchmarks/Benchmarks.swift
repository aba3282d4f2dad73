import ByteScanning
import Foundation

/// `rollbook-benchmarks`: ours and the peers on the same files in one go.
///
///     rollbook-benchmarks [--rounds N] [--rows N] [--data DIR] [--only WORD]   the table, as Markdown
///     rollbook-benchmarks work NAME ARGUMENT…                                  one piece of work, in this process
///     rollbook-benchmarks inputs DIR                                           the fixed inputs of instructions.sh
///
/// Peers are the scripts of the folder `ROLLBOOK_BENCH` (read_peer.py, write_peer.py, gen.py), run by the Python at
/// `ROLLBOOK_BENCH_PYTHON` (else `.venv-bench/bin/python`). Without them only ours runs. Every figure is a whole
/// process: start, work, end; rounds alternate, so both sides see the same machine.
@main struct Benchmarks {
  static func main() {
    // As the program does.
    Heap.growInLargeSteps()
    var arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch arguments.first {
      case "work":
        arguments.removeFirst()
        let name = arguments.isEmpty ? "" : arguments.removeFirst()
        let pieces = [Work.all, PrivacyWork.pieces, NotesWork.pieces, RulesWork.pieces, ReportWork.pieces]
        guard let work = pieces.lazy.compactMap({ $0[name] }).first else {
          throw Failure("usage", kind: .usage, ["work: no “\(name)”"])
        }
        try work(arguments)
      case "inputs" where arguments.count == 2: try FixedInputs.write(to: arguments[1])
      default: try Comparison(arguments).run()
      }
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }
}
