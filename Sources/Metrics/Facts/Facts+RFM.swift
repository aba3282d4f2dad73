import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Money of the purchase days after the first, in cents; 0 where there is none.
  func repeatCents(_ person: Int) -> Int64 {
    engagement.purchases.range(person).dropFirst().reduce(0) { $0 + engagement.purchaseCents[$1] }
  }

  var buyers: [Int32] { people.filter { engagement.purchases.count(Int($0)) > 0 } }

  func rfmSection() -> RFMSection {
    let buyers = buyers
    let basis = Basis("rfm", [], window: window, sources: [.enrolments])
    var frequencies = [Int](repeating: 0, count: 8)
    var frequency: [Double] = []
    var money: [Double] = []
    for row in buyers {
      let repeats = engagement.purchases.count(Int(row)) - 1
      frequencies[min(repeats, 7)] += 1
      guard repeats > 0 else { continue }
      frequency.append(Double(repeats))
      money.append(Double(repeatCents(Int(row))) / Double(repeats) / 100)
    }
    let classic = classicScores(buyers)
    return RFMSection(
      buyers: buyers.count, frequencies: frequencies, repeaters: Rate(frequency.count, buyers.count, basis),
      monetary: Descriptives(money), pearson: Correlation.pearson(frequency, money),
      spearman: Correlation.spearman(frequency, money), basis: basis, classic: classic.cells,
      recencyPoints: classic.points[0], frequencyPoints: classic.points[1], moneyPoints: classic.points[2],
      classicBasis: Basis("rfm.classic", [], window: window, sources: [.enrolments]))
  }

  private func classicScores(_ buyers: [Int32]) -> (cells: [RFMSection.ClassicCell], points: [[Double]]) {
    guard !buyers.isEmpty else { return ([], [[], [], []]) }
    let recency = buyers.map { Double(engagement.lastPurchase[Int($0)] - asOf.rawValue) }
    let frequency = buyers.map { Double(engagement.purchases.count(Int($0))) }
    let cents = buyers.map { Double(engagement.revenue(Int($0))) }
    let points = [recency, frequency, cents].map { values in
      let sorted = SortedOrder.sorted(values)
      return [0.2, 0.4, 0.6, 0.8].map { Quantile.type7(sorted: sorted, $0)! }
    }
    func score(_ value: Double, _ points: [Double]) -> Int { 1 + points.count { $0 < value } }
    var cells = (1...5).flatMap { r in
      (1...5).map { RFMSection.ClassicCell(recency: r, frequency: $0, people: 0, revenueCents: 0, moneyScores: 0) }
    }
    for i in buyers.indices {
      let at = (score(recency[i], points[0]) - 1) * 5 + score(frequency[i], points[1]) - 1
      cells[at].people += 1
      cells[at].revenueCents += Int(cents[i])
      cells[at].moneyScores += score(cents[i], points[2])
    }
    // Told as days since the last purchase and as money.
    return (cells, [points[0].map { $0 == 0 ? 0 : -$0 }, points[1], points[2].map { $0 / 100 }])
  }

  func predictionSection(asked: Bool) -> PredictionSection {
    let buyers = buyers
    let days = settings.integer("prediction_days", or: 90)
    let least = settings.integer("prediction_minimum", or: 200)
    var section = PredictionSection(
      state: .notAsked, people: buyers.count, purchases: nil, money: nil, days: days, expectedPurchases: nil,
      expectedRevenue: nil, alive: [], customers: [],
      basis: Basis("prediction", [String(days), String(least)], window: window, sources: [.enrolments]))
    guard asked else { return section }
    section.state = .tooFew
    guard buyers.count >= least else { return section }
    let frequency = buyers.map { engagement.purchases.count(Int($0)) - 1 }
    let recency = buyers.map {
      Double(engagement.lastPurchase[Int($0)] - engagement.firstPurchase[Int($0)]) / 7
    }
    let age = buyers.map { Double(asOf.rawValue - engagement.firstPurchase[Int($0)]) / 7 }
    section.state = .notConverged
    guard let model = BetaGeometric.fit(frequency: frequency, recency: recency, age: age) else { return section }
    section.purchases = model
    guard model.converged else { return section }
    section.state = .fitted
    let value = buyers.indices.map { i in
      frequency[i] > 0 ? Double(repeatCents(Int(buyers[i]))) / Double(frequency[i]) / 100 : 0
    }
    let money = GammaGamma.fit(frequency: frequency, value: value)
    section.money = money
    section.alive = Array(repeating: 0, count: 10)
    section.customers.reserveCapacity(buyers.count)
    let horizon = Double(days) / 7
    var sum = 0.0
    var revenue = 0.0
    var bears = money?.converged == true
    // Everybody who never came back and is of one age has one expectation.
    var single: [Int32: Double] = [:]
    for i in buyers.indices {
      let x = frequency[i]
      let expected: Double
      if x == 0, let known = single[engagement.firstPurchase[Int(buyers[i])]] {
        expected = known
      } else {
        expected = model.expected(in: horizon, frequency: x, recency: recency[i], age: age[i])
        if x == 0 { single[engagement.firstPurchase[Int(buyers[i])]] = expected }
      }
      var alive: Double?
      if x > 0 {
        let p = model.alive(frequency: x, recency: recency[i], age: age[i])
        section.alive[min(9, max(0, Int(p * 10)))] += 1
        alive = p
      }
      sum += expected
      if bears, let money {
        if let each = money.expected(frequency: x, value: value[i]) {
          revenue += expected * each
        } else {
          bears = false
        }
      }
      section.customers.append(.init(row: buyers[i], alive: alive, expected: expected))
    }
    section.expectedPurchases = sum.isFinite ? sum : nil
    section.expectedRevenue = bears && revenue.isFinite ? revenue : nil
    return section
  }
}
