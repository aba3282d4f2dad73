import Tabular
import Testing

/// Numbers of sheets have no bounds.
@Suite struct NumberTests {
  @Test(arguments: [
    (2.4, 2), (-2.6, -3), (1e308, Int.max), (-1e308, Int.min), (9.3e18, Int.max), (Double.infinity, Int.max),
    (-Double.infinity, Int.min), (Double.nan, 0),
  ]) func theNearestWholeNumberThereIs(_ value: Double, _ whole: Int) {
    #expect(Int(clamping: value) == whole)
  }

  @Test(arguments: [
    (3, "3"), (-0.5, "-0.5"), (1e16, "1e+16"), (123_456_789_012_345, "123456789012345"), (1e308, "1e+308"),
  ])
  func wholeNumbersArePlain(_ value: Double, _ text: String) {
    #expect(value.plainText == text)
  }
}
