import Foundation
import Testing

@testable import Charts

/// dashboard.md "Look": the measured properties of the palette hold.
@Suite struct PaletteTests {
  static let themes = [("light", Palette.light), ("dark", Palette.dark)]

  @Test(arguments: [0, 1])
  func seriesStandOutFromTheCard(theme: Int) {
    let theme = Self.themes[theme].1
    for colour in theme.series { #expect(colour.contrast(with: theme.card) >= 3.15, "\(colour.hex)") }
  }

  @Test(arguments: [0, 1], Sight.allCases)
  func seriesDifferForEveryKindOfSight(theme: Int, sight: Sight) {
    let colours = Self.themes[theme].1.series.map { Lab($0, sight) }
    for i in colours.indices {
      for j in colours.indices where j > i { #expect(colours[i].difference(colours[j]).rounded() >= 13, "\(i) \(j)") }
    }
  }

  @Test(arguments: [0, 1])
  func textOnEveryFillCanBeRead(theme: Int) {
    let theme = Self.themes[theme].1
    for fill in theme.sequential + theme.diverging {
      #expect(fill.text(from: theme.textOnFill).contrast(with: fill) >= 4.5, "\(fill.hex)")
    }
    for text in [theme.ink, theme.muted, theme.link, theme.good, theme.bad] {
      #expect(text.contrast(with: theme.card) >= 4.5)
    }
    for text in [theme.ink, theme.muted, theme.link] { #expect(text.contrast(with: theme.page) >= 4.5) }
    #expect(theme.warn.contrast(with: theme.warnBackground) >= 4.5)
  }

  @Test func luminanceIsThatOfTheStandard() {
    #expect(abs((0x808080 as Colour).luminance - 0.21586) < 1e-4)
    #expect(abs((0xFFFFFF as Colour).contrast(with: 0x000000) - 21) < 1e-9)
    #expect(abs(Lab(0x1F68BC, .normal).difference(Lab(0x485463, .normal)) - 15.6896) < 0.01)
  }

  @Test func variablesNameEveryToken() {
    let css = Palette.variables(Palette.light)
    for name in ["--page:#F5F7FA", "--c1:#1F68BC", "--q7:#0D2F57", "--qt7:#FFFFFF", "--d3:#E8EAED", "--warnbg:#FFF4DB"]
    {
      #expect(css.contains(name))
    }
  }
}

enum Sight: CaseIterable {
  case normal, protan, deutan, tritan

  /// Machado, Oliveira & Fernandes 2009, severity 1, on linear light.
  var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritan:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }
}

/// CIELAB under D65, and CIEDE2000 (Sharma, Wu & Dalal 2005).
struct Lab {
  var l, a, b: Double

  init(_ colour: Colour, _ sight: Sight) {
    let bytes = [colour.rgb >> 16 & 0xFF, colour.rgb >> 8 & 0xFF, colour.rgb & 0xFF]
    let linear = bytes.map { byte -> Double in
      let v = Double(byte) / 255
      return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
    }
    let seen = sight.matrix.map { row in min(1, max(0, zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 })) }
    let x = 0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]
    let y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]
    let z = 0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]
    func f(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
    (l, a, b) = (116 * f(y) - 16, 500 * (f(x / 0.95047) - f(y)), 200 * (f(y) - f(z / 1.08883)))
  }

  func difference(_ o: Lab) -> Double {
    func rad(_ d: Double) -> Double { d * .pi / 180 }
    let mean = (hypot(a, b) + hypot(o.a, o.b)) / 2
    let g = 0.5 * (1 - sqrt(pow(mean, 7) / (pow(mean, 7) + pow(25, 7))))
    let (a1, a2) = (a * (1 + g), o.a * (1 + g))
    let (c1, c2) = (hypot(a1, b), hypot(a2, o.b))
    func hue(_ x: Double, _ y: Double) -> Double {
      let d = atan2(y, x) * 180 / .pi
      return x == 0 && y == 0 ? 0 : d < 0 ? d + 360 : d
    }
    let (h1, h2) = (hue(a1, b), hue(a2, o.b))
    var dh = c1 * c2 == 0 ? 0 : h2 - h1
    if dh > 180 { dh -= 360 }
    if dh < -180 { dh += 360 }
    let bigH = 2 * sqrt(c1 * c2) * sin(rad(dh / 2))
    let lm = (l + o.l) / 2
    let cm = (c1 + c2) / 2
    let hm =
      c1 * c2 == 0
      ? h1 + h2 : abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2
    let t1 = 1 - 0.17 * cos(rad(hm - 30)) + 0.24 * cos(rad(2 * hm))
    let t = t1 + 0.32 * cos(rad(3 * hm + 6)) - 0.20 * cos(rad(4 * hm - 63))
    let turn = 30 * exp(-pow((hm - 275) / 25, 2))
    let rc = 2 * sqrt(pow(cm, 7) / (pow(cm, 7) + pow(25, 7)))
    let sl = 1 + 0.015 * pow(lm - 50, 2) / sqrt(20 + pow(lm - 50, 2))
    let (sc, sh) = (1 + 0.045 * cm, 1 + 0.015 * cm * t)
    let (dl, dc, dH) = ((o.l - l) / sl, (c2 - c1) / sc, bigH / sh)
    return sqrt(dl * dl + dc * dc + dH * dH - sin(rad(2 * turn)) * rc * dc * dH)
  }
}
