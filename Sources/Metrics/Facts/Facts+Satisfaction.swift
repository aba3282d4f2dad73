import CustomerRecords
import Statistics
import Tabular

extension Facts {
  func satisfactionSection(_ quarterly: [PeriodFigures]) -> SatisfactionSection {
    let invalid = invalidAnswers
    let known = answers.filter { $0.nps >= 0 && countsAnswer($0) }.count
    let npsBasis = Basis(
      "nps", [], window: window,
      exclusions: [Exclusion("invalid_answer", invalid.nps), Exclusion("earlier_answer", known - chosen.count)],
      sources: [.visits, .surveys])
    let csatBasis = Basis(
      "csat", [], window: window, exclusions: [Exclusion("invalid_answer", invalid.csat)], sources: [.visits, .surveys])
    let rated = answers.indices.filter { answers[$0].csat > 0 && countsAnswer(answers[$0]) }
    var scale = [Int](repeating: 0, count: 11)
    for i in chosen { scale[Int(answers[i].nps)] += 1 }
    var stars = [Int](repeating: 0, count: 5)
    for i in rated { stars[Int(answers[i].csat) - 1] += 1 }
    let split: [Dimension] = [.course, .teacher, .campus, .channel, .stage, .staff, .grade, .tier, .region]
    return SatisfactionSection(
      nps: score(chosen, npsBasis), npsHistogram: scale,
      npsByQuarter: quarterly.map { row in
        .init(
          period: row.period, complete: row.period.last <= asOf,
          score: Score(
            NetPromoter(
              promoters: row.figures.nps.promoters, passives: row.figures.nps.passives,
              detractors: row.figures.nps.detractors), people: row.figures.nps.people,
            Basis("nps", [], window: window(of: row.period), sources: npsBasis.sources)))
      },
      npsBy: split.compactMap { dimension in
        let rows = slices(chosen, dimension).map { Labelled($0.label, score($0.members, npsBasis)) }
        return rows.isEmpty ? nil : .init(dimension: dimension, rows: rows)
      },
      csat: share(rated, csatBasis), csatHistogram: stars,
      csatByQuarter: quarterly.map { row in
        .init(
          period: row.period, complete: row.period.last <= asOf,
          rate: Rate(
            row.figures.csatGood, row.figures.csatAnswers, people: row.figures.csatPeople,
            Basis("csat", [], window: window(of: row.period), sources: csatBasis.sources)))
      },
      csatBy: split.compactMap { dimension in
        let rows = slices(rated, dimension).map { Labelled($0.label, share($0.members, csatBasis)) }
        return rows.isEmpty ? nil : .init(dimension: dimension, rows: rows)
      },
      drivers: drivers(chosen), csatWithNPS: together(), ratings: ratings(chosen, rated, npsBasis, csatBasis))
  }

  /// Filled cells that are no answer of their scale.
  private var invalidAnswers: (nps: Int, csat: Int) {
    let nps = records.visits.numbers("nps").values
    let csat = records.visits.numbers("csat").values
    var out = (nps: 0, csat: 0)
    for row in 0..<visitLog.count where countsVisit(row) {
      if !nps[row].isNaN, visitLog.nps[row] < 0 { out.nps += 1 }
      if !csat[row].isNaN, visitLog.csat[row] == 0 { out.csat += 1 }
    }
    return out
  }

  private func distinctPeople(_ positions: [Int]) -> Int {
    // Answers stand in order of person.
    var count = 0
    var last: Int32 = -2
    for i in positions where answers[i].person < 0 || answers[i].person != last {
      last = answers[i].person
      count += 1
    }
    return count
  }

  private func counts(_ positions: [Int]) -> NetPromoter {
    var out = NetPromoter()
    for i in positions { out.add(Double(answers[i].nps)) }
    return out
  }

  private func score(_ positions: [Int], _ basis: Basis) -> Score {
    Score(counts(positions), people: distinctPeople(positions), basis)
  }

  private func share(_ positions: [Int], _ basis: Basis) -> Rate {
    let good = positions.filter { answers[$0].csat >= 4 }
    return Rate(
      good.count, positions.count, people: distinctPeople(positions), peopleAbove: distinctPeople(good), basis)
  }

  /// The code of an answer: its visit's own where the visit says so, else its respondent's.
  private func code(_ answer: Answer, _ codes: DimensionCodes) -> Int32 {
    if answer.visit >= 0, let visit = codes.visit, visit[Int(answer.visit)] >= 0 { return visit[Int(answer.visit)] }
    return answer.person < 0 ? -1 : codes.customer[Int(answer.person)]
  }

  private func slices(_ positions: [Int], _ dimension: Dimension) -> [(label: String?, members: [Int])] {
    guard let codes = dimensions[dimension], !positions.isEmpty else { return [] }
    var members = [[Int]](repeating: [], count: codes.names.count + 1)
    for i in positions { members[Int(code(answers[i], codes)) + 1].append(i) }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : codes.names[$0 - 1], $1) }) { $0.count }
  }

  private func drivers(_ chosen: [Int]) -> [SatisfactionSection.Driver] {
    guard !chosen.isEmpty else { return [] }
    var flags: [(key: String, rows: [UInt32])] = judgements.themes.map { ($0.key, $0.rows) }
    if flags.isEmpty {
      let codes = topics.codes
      var rows = [[UInt32]](repeating: [], count: topics.names.count)
      for row in codes.indices where codes[row] >= 0 { rows[Int(codes[row])].append(UInt32(row)) }
      flags = zip(topics.names, rows).map { ($0, $1) }
    }
    var out: [SatisfactionSection.Driver] = []
    var marked = [Bool](repeating: false, count: visitLog.count)
    for flag in flags {
      for row in flag.rows where Int(row) < marked.count { marked[Int(row)] = true }
      let with = chosen.filter { answers[$0].visit >= 0 && marked[Int(answers[$0].visit)] }
      let without = chosen.filter { answers[$0].visit < 0 || !marked[Int(answers[$0].visit)] }
      for row in flag.rows where Int(row) < marked.count { marked[Int(row)] = false }
      let (a, b) = (counts(with), counts(without))
      guard let (difference, interval) = a.difference(from: b) else { continue }
      out.append(
        .init(
          theme: flag.key, with: a, without: b, peopleWith: distinctPeople(with),
          peopleWithout: distinctPeople(without), difference: difference, interval: interval))
    }
    return out.sorted { (abs($0.difference), $1.theme) > (abs($1.difference), $0.theme) }
  }

  private func together() -> Correlation? {
    var x: [Double] = []
    var y: [Double] = []
    for answer in answers where answer.nps >= 0 && answer.csat > 0 && countsAnswer(answer) {
      x.append(Double(answer.csat))
      y.append(Double(answer.nps))
    }
    return Correlation.spearman(x, y)
  }

  private func ratings(
    _ chosen: [Int], _ rated: [Int], _ npsBasis: Basis, _ csatBasis: Basis
  ) -> [SatisfactionSection.Rating] {
    var out: [SatisfactionSection.Rating] = []
    for dimension in [Dimension.course, .teacher] {
      let scores = slices(chosen, dimension)
      let stars = slices(rated, dimension)
      let labels = Set(scores.compactMap(\.label)).union(stars.compactMap(\.label)).sorted()
      for label in labels {
        let mine = stars.first { $0.label == label }?.members ?? []
        let theirs = scores.first { $0.label == label }?.members ?? []
        let sum = mine.reduce(0) { $0 + Int(answers[$1].csat) }
        let mean = Amount(
          mine.isEmpty ? nil : Double(sum) / Double(mine.count), .number, n: mine.count,
          people: distinctPeople(mine), Basis("rating.mean", [], window: window, sources: csatBasis.sources))
        out.append(
          .init(
            dimension: dimension, label: label, mean: mean, csat: share(mine, csatBasis), nps: score(theirs, npsBasis)))
      }
    }
    return out.sorted {
      if $0.dimension != $1.dimension { return $0.dimension == .course }
      return (-$0.csat.denominator, $0.label) < (-$1.csat.denominator, $1.label)
    }
  }
}
