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
    let head = withBytes { String(decoding: $0.prefix(48), as: UTF8.self) }
    let parts = head.split(separator: "\"", maxSplits: 2).dropFirst().first?.split(separator: " ").compactMap {
      Double($0)
    }
    guard let parts, parts.count == 4 else { return nil }
    return (parts[2], parts[3])
  }
}
