import ByteScanning
import Foundation
import Localisation
import RollbookKit
import Synchronization

/// On a terminal, one line of stderr that says how far the work has come, from a tenth of a second on; it goes before
/// anything else is said there. Nothing is shown where stderr is no terminal.
enum ProgressLine {
  private struct State {
    var isRunning = false
    var isShown = false
  }
  private static let state = Mutex(State())

  static func start(_ language: Language, arguments: [String]) {
    guard isatty(2) == 1, !arguments.contains("-q"), !arguments.contains("--quiet") else { return }
    state.withLock { $0.isRunning = true }
    let began = Date()
    Thread.detachNewThread {
      usleep(80_000)
      while true {
        let seconds = Date().timeIntervalSince(began)
        let going = state.withLock { state in
          guard state.isRunning else { return false }
          state.isShown = true
          write("\r\u{1B}[K" + ProgressText.line(WorkMeter.now, seconds: seconds, language))
          return true
        }
        if !going { return }
        usleep(200_000)
      }
    }
  }

  /// Takes the line away: somebody else is about to write.
  static func clear() {
    state.withLock { state in
      if state.isShown { write("\r\u{1B}[K") }
      state.isShown = false
    }
  }

  static func stop() {
    state.withLock { $0.isRunning = false }
    clear()
  }

  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
