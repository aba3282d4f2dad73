import Dispatch

/// Independent pieces of one computation, run on all cores; what each gives does not depend on when it ran.
package struct Parallel {
  /// Where one piece leaves its value. Written once, by the piece alone, before anybody reads it.
  package final class Slot<Value: Sendable>: @unchecked Sendable {
    fileprivate var stored: Value?
    fileprivate let make: @Sendable () -> Value
    fileprivate init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    package var value: Value { stored ?? make() }
  }

  private var jobs: [@Sendable () -> Void] = []

  package init() {}

  /// Adds a piece; the longest ones first.
  package mutating func add<Value: Sendable>(_ make: @escaping @Sendable () -> Value) -> Slot<Value> {
    let slot = Slot(make)
    jobs.append { slot.stored = make() }
    return slot
  }

  package func run() {
    let jobs = jobs
    DispatchQueue.concurrentPerform(iterations: jobs.count) { jobs[$0]() }
  }

  /// The same work on many things at once; results in the order of the things.
  package static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ body: @escaping @Sendable (Input) -> Output
  ) -> [Output] {
    var work = Parallel()
    let slots = inputs.map { input in work.add { body(input) } }
    work.run()
    return slots.map(\.value)
  }
}
