package import Charts
package import Localisation

/// A chart and its frame, drawn when the page knows how much room the row has.
package struct Plot: Sendable {
  package let chart: any Chart
  package let frame: ChartFrame

  package init(_ chart: any Chart, _ frame: ChartFrame) {
    self.chart = chart
    self.frame = frame
  }

  /// - Parameter height: the height to grow to where the chart can; 0 = natural.
  package func drawn(height: Double = 0) -> Markup {
    var frame = frame
    frame.fill = height
    return chart.draw(frame)
  }
}

extension Markup {
  /// Width and height of the drawing it is: `<svg viewBox="0 0 560 232" …`.
  var drawnSize: (width: Double, height: Double)? {
    withBytes { bytes in
      var numbers: [Int] = []
      var number: Int?
      for byte in bytes.prefix(48).drop(while: { $0 != UInt8(ascii: "\"") }).dropFirst() {
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
          number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        } else {
          if let number { numbers.append(number) }
          number = nil
          if byte != UInt8(ascii: " ") { break }
        }
      }
      return numbers.count == 4 ? (Double(numbers[2]), Double(numbers[3])) : nil
    }
  }
}
