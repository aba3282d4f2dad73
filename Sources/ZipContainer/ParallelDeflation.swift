import ByteScanning
import Dispatch
import Synchronization

/// Makes and deflates the chunks of an entry on several threads and hands them on in order.
enum ParallelDeflation {
  /// What the threads share. A chunk may only be begun with a permit, and permits come back as chunks are handed on:
  /// that bounds what waits in memory. The lowest chunk not handed on always has one, so nobody waits for ever.
  private struct State {
    var next = 0
    var handedOn = 0
    var waiting: [Int: PackedChunk] = [:]
    var spare: [[UInt8]] = []
    var error: (any Error)?
  }

  static func run(
    chunks: Int, threads: Int, make: @escaping @Sendable (Int, inout ByteTape) throws -> Void,
    handOn: (PackedChunk) throws -> Void
  ) throws {
    if threads == 1 || chunks < 2 {
      let deflater = ChunkDeflater()
      var tape = ByteTape(capacity: 1 << 16)
      var spare: [UInt8] = []
      for chunk in 0..<chunks {
        tape.removeAll()
        try make(chunk, &tape)
        let packed = try deflater.pack(tape.bytes, isLast: chunk == chunks - 1, reusing: &spare)
        try handOn(packed)
        spare = packed.buffer
      }
      return
    }
    let state = Mutex(State())
    let permits = DispatchSemaphore(value: threads + 2)
    try withoutActuallyEscaping(handOn) { handOn in
      // Called only while `state` is locked, so never from two threads at once.
      nonisolated(unsafe) let handOn = handOn
      DispatchQueue.concurrentPerform(iterations: min(threads, chunks)) { _ in
        work(chunks, state, permits, make, handOn)
      }
      if let error = state.withLock({ $0.error }) { throw error }
    }
  }

  private static func work(
    _ chunks: Int, _ state: borrowing Mutex<State>, _ permits: DispatchSemaphore,
    _ make: @Sendable (Int, inout ByteTape) throws -> Void, _ handOn: (PackedChunk) throws -> Void
  ) {
    let deflater = ChunkDeflater()
    var tape = ByteTape(capacity: 1 << 20)
    while true {
      permits.wait()
      let taken = state.withLock { state -> (chunk: Int, spare: [UInt8])? in
        guard state.next < chunks, state.error == nil else { return nil }
        state.next += 1
        return (state.next - 1, state.spare.popLast() ?? [])
      }
      guard var taken else {
        permits.signal()
        return
      }
      let result: Result<PackedChunk, any Error>
      do {
        tape.removeAll()
        try make(taken.chunk, &tape)
        result = .success(
          try deflater.pack(tape.bytes, isLast: taken.chunk == chunks - 1, reusing: &taken.spare))
      } catch {
        result = .failure(error)
      }
      let freed = state.withLock { state -> Int in
        do {
          state.waiting[taken.chunk] = try result.get()
          let before = state.handedOn
          while state.error == nil, let packed = state.waiting.removeValue(forKey: state.handedOn) {
            try handOn(packed)
            state.handedOn += 1
            state.spare.append(packed.buffer)
          }
          return state.handedOn - before
        } catch {
          state.error = state.error ?? error
          return threadsToWake
        }
      }
      for _ in 0..<freed { permits.signal() }
    }
  }

  /// After an error everyone who waits for a permit gets one, sees the error and leaves.
  private static let threadsToWake = 64
}
