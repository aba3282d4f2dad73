import Dispatch

/// Independent pieces of one computation, run on all cores; what each gives does not depend on when it ran.
struct Parallel {
  /// Where one piece leaves its value. Written once, by the piece alone, before anybody reads it.
  final class Slot<Value: Sendable>: @unchecked Sendable {
    fileprivate var stored: Value?
    fileprivate let make: @Sendable () -> Value
    fileprivate init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    var value: Value { stored ?? make() }
  }

  private var jobs: [@Sendable () -> Void] = []

  /// Adds a piece; the longest ones first.
  mutating func add<Value: Sendable>(_ make: @escaping @Sendable () -> Value) -> Slot<Value> {
    let slot = Slot(make)
    jobs.append { slot.stored = make() }
    return slot
  }

  func run() {
    let jobs = jobs
    DispatchQueue.concurrentPerform(iterations: jobs.count) { jobs[$0]() }
  }
}
