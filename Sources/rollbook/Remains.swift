import Synchronization

/// What a command leaves behind. The process ends next, and ending gives memory back at once; taking a million rows
/// apart piece by piece takes longer than many a command.
enum Remains {
  private static let kept = Mutex<[any Sendable]>([])

  static func keep(_ value: any Sendable) { kept.withLock { $0.append(value) } }
}
