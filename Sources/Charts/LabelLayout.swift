/// Where labels go when several want the same place.
enum LabelLayout {
  /// Moves wished positions apart until neighbours are at least `gap` away, inside `range`, as near to the wishes as
  /// that allows (blocks of touching labels are centred on the mean of their wishes). Order is kept.
  static func spread(_ wishes: [Double], gap: Double, in range: ClosedRange<Double>) -> [Double] {
    guard !wishes.isEmpty else { return [] }
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    var blocks: [(sum: Double, count: Int)] = []
    func start(_ block: (sum: Double, count: Int)) -> Double {
      let length = Double(block.count - 1) * gap
      let centred = block.sum / Double(block.count) - length / 2
      return max(range.lowerBound, min(centred, range.upperBound - length))
    }
    for index in order {
      blocks.append((wishes[index], 1))
      while blocks.count > 1 {
        let last = blocks[blocks.count - 1]
        let before = blocks[blocks.count - 2]
        guard start(before) + Double(before.count) * gap > start(last) else { break }
        blocks.removeLast(2)
        blocks.append((before.sum + last.sum, before.count + last.count))
      }
    }
    var out = wishes
    var position = 0
    for block in blocks {
      let first = start(block)
      for i in 0..<block.count {
        out[order[position]] = first + Double(i) * gap
        position += 1
      }
    }
    return out
  }

  /// Which of a row of centred labels to write so that none touches the next: every k-th, counted from the last one
  /// (the newest period is the one people look for).
  static func thinned(_ widths: [Double], spacing: Double) -> [Bool] {
    guard let widest = widths.max(), spacing > 0 else { return widths.map { _ in true } }
    let every = max(1, Int(((widest + 8) / spacing).rounded(.up)))
    return widths.indices.map { (widths.count - 1 - $0) % every == 0 }
  }
}
