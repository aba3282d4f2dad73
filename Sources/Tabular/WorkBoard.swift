import Dispatch
import Synchronization

/// What there is to do at the moment, for every thread that is free: the batches that are running, the outermost first.
final class WorkBoard: Sendable {
  static let shared = WorkBoard()

  /// Pieces that are run together, by number.
  final class Batch: @unchecked Sendable {
    // All under the board's lock.
    fileprivate var ready: [Int] = []
    fileprivate var left: Int
    private var waiting: [Int]
    private var dependents: [[Int]]
    fileprivate var body: (@Sendable (Int) -> Void)?

    /// - Parameter bases: for each piece those before it that must have run.
    init(_ bases: [[Int]]) {
      left = bases.count
      waiting = bases.map(\.count)
      dependents = Array(repeating: [], count: bases.count)
      for (piece, bases) in bases.enumerated() {
        for base in bases { dependents[base].append(piece) }
        if bases.isEmpty { ready.append(piece) }
      }
      ready.reverse()
    }

    /// Notes that a piece has run; true where that is news for somebody.
    fileprivate func finish(_ piece: Int) -> Bool {
      left -= 1
      var freed = false
      for next in dependents[piece] {
        waiting[next] -= 1
        guard waiting[next] == 0 else { continue }
        // The last is taken first: in falling order.
        ready.insert(next, at: ready.firstIndex { $0 < next } ?? ready.count)
        freed = true
      }
      return freed || left == 0
    }
  }

  private struct State {
    var batches: [Batch] = []
    var sleepers: [DispatchSemaphore] = []
  }
  private let state = Mutex(State())

  /// Runs a batch to its end. The outermost one brings the threads; those within it have what threads are free.
  func run(_ batch: Batch, _ body: @escaping @Sendable (Int) -> Void) {
    batch.body = body
    let isOutermost = state.withLock { state in
      state.batches.append(batch)
      wake(&state)
      return state.batches.count == 1
    }
    if isOutermost {
      // As many at once as there are cores; whoever comes when all is done has nothing to do.
      DispatchQueue.concurrentPerform(iterations: 64) { _ in work(until: batch, onlyThere: AheadMark.isCurrent) }
    } else {
      work(until: batch, onlyThere: true)
    }
    state.withLock { state in state.batches.removeAll { $0 === batch } }
  }

  private enum Step {
    case run(Int, of: Batch)
    case wait(DispatchSemaphore)
    case leave
  }

  /// Takes pieces until a batch is done. Whoever waits for a batch inside a piece takes nothing else: what is above may
  /// take long. Nor does whoever does work ahead: what is beside may wait for it.
  private func work(until batch: Batch, onlyThere: Bool) {
    while true {
      let step = state.withLock { state -> Step in
        if batch.left == 0 { return .leave }
        for one in onlyThere ? [batch] : state.batches {
          if let piece = one.ready.popLast() { return .run(piece, of: one) }
        }
        let news = DispatchSemaphore(value: 0)
        state.sleepers.append(news)
        return .wait(news)
      }
      switch step {
      case .run(let piece, let one):
        one.body?(piece)
        state.withLock { state in if one.finish(piece) { wake(&state) } }
      case .wait(let news): news.wait()
      case .leave: return
      }
    }
  }

  private func wake(_ state: inout State) {
    for sleeper in state.sleepers { sleeper.signal() }
    state.sleepers.removeAll()
  }
}
