import Statistics
import TestSupport
import Testing

@Suite("Survival curves")
struct KaplanMeierTests {
  @Test("survival, interval and median of the small example with two censored")
  func small() throws {
    let curve = KaplanMeier(times: [34, 32, 9, 19, 50, 48], lost: [true, true, true, true, false, false])
    #expect(curve.steps.map(\.time) == [9, 19, 32, 34])
    let wanted: [(Double, Double, Double)] = [
      (0.8333, 0.2731, 0.975), (0.6667, 0.1946, 0.904), (0.5, 0.1109, 0.804), (0.3333, 0.0461, 0.676),
    ]
    for (step, (survival, low, high)) in zip(curve.steps, wanted) {
      let interval = try #require(step.interval)
      let name = "Kaplan–Meier, six: at \(Int(step.time)) "
      #expect(Independent.agrees("metrics.md", name + "S", step.survival, survival, within: 6e-5))
      #expect(Independent.agrees("metrics.md", name + "low", interval.low, low, within: 6e-5))
      #expect(Independent.agrees("metrics.md", name + "high", interval.high, high, within: 6e-4))
    }
    #expect(Independent.agrees("metrics.md", "Kaplan–Meier, six: median", curve.median, 32, within: 0))
    #expect(curve.lastTime == 50)
    // The last ones are censored: the curve stays where it is.
    #expect(curve.survival(at: 1000) == curve.steps.last?.survival)
  }

  @Test("mostly censored")
  func censored() throws {
    let curve = KaplanMeier(
      times: [53, 28, 69, 58, 54, 25, 51, 61, 57, 57, 50],
      lost: [true, false, false, false, false, true, false, false, false, false, false])
    let name = "Kaplan–Meier, eleven: "
    #expect(Independent.agrees("metrics.md", name + "S(25)", curve.survival(at: 25), 0.90909, within: 5e-6))
    #expect(Independent.agrees("metrics.md", name + "S(53)", curve.survival(at: 53), 0.77922, within: 5e-6))
    let interval = try #require(curve.step(at: 53)?.interval)
    #expect(Independent.agrees("metrics.md", name + "low at 53", interval.low, 0.3544, within: 6e-5))
    #expect(Independent.agrees("metrics.md", name + "high at 53", interval.high, 0.9418, within: 6e-5))
    #expect(curve.median == nil)
  }

  @Test("late entry: at risk is entry < t ≤ end, sorted and counted alike")
  func lateEntry() {
    let wanted: [(Double, Double)] = [
      (0, 1), (1, 1), (2, 0.667), (3, 0.444), (4, 0.222), (5, 0.111), (10, 0),
    ]
    let all = [true, true, true, true, true]
    let sorted = KaplanMeier(times: [2, 10, 5, 4, 3], lost: all, entries: [1, 2, 4, 0, 0])
    let counted = KaplanMeier(days: [2, 10, 5, 4, 3], lost: all, entries: [1, 2, 4, 0, 0])
    for curve in [sorted, counted] {
      for (time, survival) in wanted {
        let name = "Kaplan–Meier, late entry: S(\(Int(time)))"
        #expect(Independent.agrees("metrics.md", name, curve.survival(at: time), survival, within: 5e-4))
      }
      // Blank at 0 and 1.
      #expect(curve.steps.last?.interval == nil)
      #expect(curve.count == 5)
      #expect(curve.atRisk(at: 3) == 3)
    }
    #expect(sorted.steps == counted.steps)
  }

  @Test("an end not after its entry was never at risk")
  func emptyRisk() {
    let curve = KaplanMeier(times: [3, 5, 8], lost: [true, true, false], entries: [3, 6, 1])
    #expect(curve.count == 1)
    #expect(curve.steps.isEmpty)
  }

  @Test("everybody lost at once, nobody lost, nobody at all")
  func degenerate() {
    let gone = KaplanMeier(days: [4, 4, 4], lost: [true, true, true])
    #expect(gone.steps.map(\.survival) == [0])
    #expect(gone.steps[0].interval == nil)
    #expect(gone.median == 4)
    let stay = KaplanMeier(days: [4, 7], lost: [false, false])
    #expect(stay.steps.isEmpty && stay.median == nil && stay.survival(at: 9) == 1)
    let none = KaplanMeier(times: [], lost: [])
    #expect(none.count == 0 && none.lastTime == nil && none.steps.isEmpty)
    #expect(KaplanMeier(days: [], lost: []).count == 0)
  }

  @Test("a loss on day 0 counts for those there from the start")
  func dayZero() {
    let curve = KaplanMeier(days: [0, 2], lost: [true, false])
    #expect(curve.survival(at: 0) == 0.5)
  }
}
