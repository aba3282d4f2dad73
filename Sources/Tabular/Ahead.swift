import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A piece of work that begins at once, beside what its maker goes on with; whoever wants its value waits for it.
package final class Ahead<Value: Sendable>: @unchecked Sendable {
  private let done = DispatchGroup()
  private let make: @Sendable () -> Value
  /// Written once, by the piece alone, before anybody reads it.
  private var stored: Value?

  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    DispatchQueue.global().async(group: done) { self.stored = AheadMark.with(make) }
  }

  package var value: Value {
    done.wait()
    return stored ?? make()
  }
}

/// Marks threads while they do work ahead: pieces of other work may wait for it, so that such a thread must not begin
/// one of them.
enum AheadMark {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  static var isCurrent: Bool { pthread_getspecific(key) != nil }

  static func with<Value>(_ make: () -> Value) -> Value {
    let outer = pthread_getspecific(key)
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1))
    defer { pthread_setspecific(key, outer) }
    return make()
  }
}
