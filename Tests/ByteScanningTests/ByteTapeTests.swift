import ByteScanning
import Testing

@Suite struct ByteTapeTests {
  private func text(_ value: Double) -> String {
    var tape = ByteTape()
    tape.append(number: value)
    return String(decoding: tape.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (7, "7"), (-12, "-12"), (0.1, "0.1"), (-0.25, "-0.25"), (1200.5, "1200.5"),
    (99.99, "99.99"), (0.0001, "0.0001"), (123456789.1234, "123456789.1234"), (1e14, "100000000000000"),
    (0.30000000000000004, "0.30000000000000004"), (1e-7, "1e-07"), (Double.leastNonzeroMagnitude, "5e-324"),
    (1.5e300, "1.5e+300"),
    (9_007_199_254_740_992, "9007199254740992"),
  ])
  func numbersAreTheShortestThatReadBack(_ value: Double, _ expected: String) {
    #expect(text(value) == expected)
    #expect(Double(text(value)) == value)
  }

  @Test func everyAmountReadsBackAndIsShortest() {
    var state: UInt64 = 1
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let cents = Double(state >> 24)
      for divisor in [1.0, 10, 100, 1000, 10_000, 1e6, 3] {
        let value = cents / divisor
        #expect(Double(text(value)) == value)
        let shortest = value.description
        #expect(text(value).count <= shortest.count)
      }
    }
  }

  @Test func digitsAreCountedAtEveryPowerOfTen() {
    var power: UInt64 = 1
    for count in 1...20 {
      #expect(ByteTape.digits(power) == count)
      if count > 1 { #expect(ByteTape.digits(power - 1) == count - 1) }
      if count < 20 { power *= 10 }
    }
    #expect(ByteTape.digits(.max) == 20)
    var tape = ByteTape()
    tape.append(decimal: Int.min)
    tape.append(UInt8(ascii: " "))
    tape.append(decimal: Int.max)
    #expect(String(decoding: tape.bytes, as: UTF8.self) == "\(Int.min) \(Int.max)")
  }

  @Test func itGrowsAndKeepsWhatItHolds() {
    var tape = ByteTape(capacity: 64)
    let piece = "登记表"
    for _ in 0..<1000 { tape.append(piece) }
    #expect(String(decoding: tape.bytes, as: UTF8.self) == String(repeating: piece, count: 1000))
    tape.removeAll()
    #expect(tape.count == 0)
  }
}
