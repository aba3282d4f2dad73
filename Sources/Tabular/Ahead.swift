import Dispatch

/// A piece of work that begins at once, beside what its maker goes on with; whoever wants its value waits for it.
package final class Ahead<Value: Sendable>: @unchecked Sendable {
  private let done = DispatchGroup()
  private let make: @Sendable () -> Value
  /// Written once, by the piece alone, before anybody reads it.
  private var stored: Value?

  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    DispatchQueue.global().async(group: done) { self.stored = make() }
  }

  package var value: Value {
    done.wait()
    return stored ?? make()
  }
}
