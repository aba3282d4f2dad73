import Synchronization
import Testing

@testable import Tabular

/// Work on all cores gives what work on one would.
@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 500]) func resultsStandInTheOrderOfTheThings(_ count: Int) {
    #expect(Parallel.map(Array(0..<count)) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }

  @Test func aPieceRunsOnceAndAfterThoseItStandsOn() {
    var work = Parallel()
    let runs = Mutex([Int](repeating: 0, count: 300))
    let early = Mutex(0)
    var slots: [Parallel.Slot<Int>] = []
    // Each stands on the piece a third before it and on the last but one.
    for i in 0..<300 {
      let bases = [i / 3, i - 2].filter { $0 >= 0 && $0 < i }.map { slots[$0] }
      let names = [i / 3, i - 2].filter { $0 >= 0 && $0 < i }
      slots.append(
        work.add(after: bases) {
          runs.withLock { runs in
            runs[i] += 1
            if names.contains(where: { runs[$0] != 1 }) { early.withLock { $0 += 1 } }
          }
          return bases.reduce(1) { $0 &+ $1.value }
        })
    }
    work.run()
    #expect(runs.withLock { $0 } == Array(repeating: 1, count: 300))
    #expect(early.withLock { $0 } == 0)
    var wanted: [Int] = []
    for i in 0..<300 {
      wanted.append([i / 3, i - 2].filter { $0 >= 0 && $0 < i }.reduce(1) { $0 &+ wanted[$1] })
    }
    #expect(slots.map(\.value) == wanted)
  }

  @Test func piecesMayRunPieces() {
    let sums = Parallel.map(Array(0..<40)) { outer in
      Parallel.map(Array(0..<outer)) { middle in
        Parallel.map(Array(0..<middle)) { $0 }.reduce(0, +)
      }.reduce(0, +)
    }
    #expect(sums == (0..<40).map { outer in (0..<outer).reduce(0) { $0 + $1 * ($1 - 1) / 2 } })
  }

  @Test func severalMayBeUnderWayAtOnce() async {
    await withTaskGroup(of: Int.self) { group in
      for start in 0..<8 {
        group.addTask { Parallel.map(Array(0..<200)) { $0 + start }.reduce(0, +) }
      }
      var total = 0
      for await sum in group { total += sum }
      #expect(total == 8 * 199 * 100 + 200 * 28)
    }
  }

  @Test func aThreadThatWorksAheadTakesNothingThatMayWaitForIt() {
    #expect(!AheadMark.isCurrent)
    let inside = Ahead { [AheadMark.isCurrent, Ahead { AheadMark.isCurrent }.value, AheadMark.isCurrent] }
    #expect(inside.value == [true, true, true])
    #expect(!AheadMark.isCurrent)
  }
}
