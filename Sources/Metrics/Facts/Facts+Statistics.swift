import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// One number for each person of the slice; NaN = missing.
  struct Variable {
    var key: String
    var unit: Amount.Unit
    var values: [Double]
    /// Good for clusters: known of (nearly) everybody, and about what people do.
    var clusters: Bool
  }

  func variables() -> [Variable] {
    var out: [Variable] = []
    func add(_ key: String, _ values: [Double], unit: Amount.Unit = .number, clusters: Bool = false) {
      if values.contains(where: { !$0.isNaN }) {
        out.append(Variable(key: key, unit: unit, values: values, clusters: clusters))
      }
    }
    add("age", ages())
    func ifBought(_ value: (Int) -> Double) -> [Double] {
      people.map { engagement.purchases.count(Int($0)) > 0 ? value(Int($0)) : .nan }
    }
    add("purchases", ifBought { Double(engagement.purchases.count($0)) }, clusters: true)
    add("spend", ifBought { Double(engagement.revenue($0)) / 100 }, unit: .money, clusters: true)
    add(
      "days_since_first", ifBought { Double(asOf.rawValue - engagement.firstPurchase[$0]) }, unit: .days,
      clusters: true)
    let silence = people.map { row -> Double in
      let last = engagement.lastInteraction[Int(row)]
      return last == Day.missing ? .nan : Double(asOf.rawValue - last)
    }
    add("days_since_last", silence, unit: .days, clusters: true)
    let sums = contactSums()
    func mine(_ values: [Double]) -> [Double] { people.map { values[Int($0)] } }
    if visitLog.count > 0 {
      add("visits", mine(sums.visits), clusters: true)
      add("minutes", mine(sums.minutes), unit: .minutes)
    }
    add("csat", mine(sums.csat))
    add("nps", mine(sums.nps))
    if records.complaints.count > 0 { add("complaints", mine(sums.complaints)) }
    if records.points.count > 0 { add("points", mine(sums.points), unit: .points) }
    return out
  }

  /// In whole years at as-of: from the birthday, else as the sheet says.
  private func ages() -> [Double] {
    let said = records.customers.numbers("age").values
    let births = records.customers.days("birthday")
    return people.map { row in
      guard let born = births[Int(row)] else { return said[Int(row)] }
      let (now, then) = (asOf.civil, born.civil)
      let years = now.year - then.year - ((now.month, now.day) < (then.month, then.day) ? 1 : 0)
      return (0...120).contains(years) ? Double(years) : .nan
    }
  }

  private func contactSums() -> (
    visits: [Double], minutes: [Double], csat: [Double], nps: [Double], complaints: [Double], points: [Double]
  ) {
    let zero = [Double](repeating: 0, count: inside.count)
    let none = [Double](repeating: .nan, count: inside.count)
    var out = (visits: zero, minutes: none, csat: none, nps: none, complaints: zero, points: zero)
    for row in 0..<visitLog.count where visitLog.person[row] >= 0 && visitLog.day[row] <= asOf.rawValue {
      let owner = Int(visitLog.person[row])
      out.visits[owner] += 1
      let minutes = visitLog.minutes[row]
      if !minutes.isNaN { out.minutes[owner] = (out.minutes[owner].isNaN ? 0 : out.minutes[owner]) + minutes }
    }
    var rated = zero
    var latest = [Int32](repeating: Day.missing, count: inside.count)
    for answer in answersOf.items where answer.person >= 0 {
      let owner = Int(answer.person)
      if answer.csat > 0 {
        out.csat[owner] = (out.csat[owner].isNaN ? 0 : out.csat[owner]) + Double(answer.csat)
        rated[owner] += 1
      }
      if answer.nps >= 0, answer.day >= latest[owner] {
        latest[owner] = answer.day
        out.nps[owner] = Double(answer.nps)
      }
    }
    for i in rated.indices where rated[i] > 0 { out.csat[i] /= rated[i] }
    for owner in complaintLog.person where owner >= 0 { out.complaints[Int(owner)] += 1 }
    let points = records.points.numbers("points").values
    for (row, owner) in owners(of: .points).enumerated() where owner >= 0 && !points[row].isNaN {
      out.points[Int(owner)] += points[row]
    }
    return out
  }

  func statisticsSection(asked: Bool) -> StatisticsSection {
    let basis = Basis(
      "statistics", [], window: window, sources: [.customers, .enrolments, .visits, .complaints, .points])
    guard asked else { return StatisticsSection(variables: [], correlations: [], clusters: nil, basis: basis) }
    let variables = variables()
    let orders = Parallel.map(variables) { SortedOrder.positions($0.values) }
    return StatisticsSection(
      variables: zip(variables, orders).map {
        .init(key: $0.key, unit: $0.unit, descriptives: Descriptives($0.values, order: $1))
      }, correlations: correlations(CorrelationMatrix(variables.map(\.values), orders: orders)),
      clusters: clusters(variables), basis: basis)
  }

  private func correlations(_ matrix: CorrelationMatrix) -> [StatisticsSection.Pair] {
    var pairs = Parallel.map(Array(matrix.parts)) { matrix.pairs($0) }.joined()
      .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
      .map {
        StatisticsSection.Pair(
          first: $0.first, second: $0.second, pearson: $0.pearson, spearman: $0.spearman, adjusted: nil)
      }
    let tested = pairs.indices.filter { pairs[$0].spearman?.p != nil }
    let adjusted = MultipleTesting.benjaminiHochberg(tested.map { pairs[$0].spearman!.p! })
    for (i, q) in zip(tested, adjusted) { pairs[i].adjusted = q }
    return pairs
  }

  /// k chosen by the mean silhouette in 2…8 over at most 1,500 evenly taken people; then everybody is assigned.
  private func clusters(_ variables: [Variable]) -> StatisticsSection.Clusters? {
    let features = variables.filter { $0.clusters && Set($0.values.filter { !$0.isNaN }.prefix(1000)).count > 1 }
    guard features.count >= 2 else { return nil }
    let rows = people.indices.filter { i in features.allSatisfy { !$0.values[i].isNaN } }
    guard rows.count >= 20 else { return nil }
    let raw = KMeans.Points(
      dimensions: features.count, values: rows.flatMap { i in features.map { $0.values[i] } })
    let points = raw.standardised()
    var random = SeededGenerator(bytes: seedBytes)
    let every = max(1, (rows.count + 1_499) / 1_500)
    let sample = points.taking(Array(stride(from: 0, to: points.count, by: every)))
    let starts = (2...min(8, sample.count - 1)).map { k in
      (0..<5).map { _ in KMeans.seeds(sample, k: k, using: &random) }
    }
    let fits = Parallel.map(starts) { KMeans.best(sample, starts: $0) }.compactMap { $0 }
    let silhouettes = KMeans.silhouettes(sample, fits.map { ($0.assignment, $0.k) })
    var best: (k: Int, silhouette: Double, fit: KMeans)?
    for (fit, silhouette) in zip(fits, silhouettes) {
      guard let silhouette else { continue }
      if silhouette > best?.silhouette ?? -2 { best = (fit.k, silhouette, fit) }
    }
    guard let best else { return nil }
    let final = every == 1 ? best.fit : KMeans(points, centres: best.fit.centres, iterations: 100)
    let dims = features.count
    var sizes = [Int](repeating: 0, count: best.k)
    var means = [Double](repeating: 0, count: best.k * dims)
    var distances = means
    for i in rows.indices {
      let c = Int(final.assignment[i])
      sizes[c] += 1
      for d in 0..<dims {
        means[c * dims + d] += raw.values[i * dims + d]
        distances[c * dims + d] += points.values[i * dims + d]
      }
    }
    let profiles = (0..<best.k).filter { sizes[$0] > 0 }.map { c in
      StatisticsSection.Clusters.Profile(
        people: sizes[c], means: (0..<dims).map { means[c * dims + $0] / Double(sizes[c]) },
        distances: (0..<dims).map { distances[c * dims + $0] / Double(sizes[c]) })
    }
    return .init(
      k: best.k, silhouette: best.silhouette, inertia: final.inertia, features: features.map(\.key),
      profiles: profiles.sorted { ($0.people, $1.means.first ?? 0) > ($1.people, $0.means.first ?? 0) },
      people: rows.count)
  }

  /// The digests of what was read; without files, the counts of the data.
  private var seedBytes: [UInt8] {
    let digests = records.sources.map(\.digest).joined()
    if !digests.isEmpty { return Array(digests.utf8) }
    return Array("\(records.customers.count)/\(records.visits.count)/\(records.enrolments.count)/\(asOf)".utf8)
  }
}
