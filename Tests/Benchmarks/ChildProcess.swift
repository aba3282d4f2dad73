import Foundation

/// One run of a program: what it cost and what it said.
struct ChildProcess {
  var seconds: Double
  var processorSeconds: Double
  var mebibytes: Double
  var output: String

  /// Runs a program to its end; nil where it cannot be started or fails.
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) -> ChildProcess? {
    var settings = ProcessInfo.processInfo.environment
    for (name, value) in environment { settings[name] = value }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = settings.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    let path = NSTemporaryDirectory() + "/rollbook-benchmark-\(getpid()).out"
    defer { unlink(path) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var child: pid_t = 0
    let clock = ContinuousClock()
    let start = clock.now
    guard posix_spawn(&child, program, &actions, nil, &words, &variables) == 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    let elapsed = clock.now - start
    let said = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    guard status == 0 else {
      FileHandle.standardError.write(Data("failed: \(program) \(arguments.joined(separator: " "))\n\(said)\n".utf8))
      return nil
    }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    let parts = elapsed.components
    return ChildProcess(
      seconds: Double(parts.seconds) + Double(parts.attoseconds) / 1e18,
      processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      mebibytes: Double(usage.ru_maxrss) / 1024, output: said)
  }
}
