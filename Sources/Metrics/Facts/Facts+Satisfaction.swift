import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// - Parameters:
  ///   - quarterly: the quarters whose trend is shown.
  ///   - brief: only what a page's filter shows: no ratings, no splits but those of its figures.
  func satisfactionSection(_ quarterly: [PeriodFigures], brief: Bool) -> SatisfactionSection {
    let invalid = invalidAnswerCounts
    let known = answers.count { $0.nps >= 0 }
    let rated = answers.indices.filter { answers[$0].csat > 0 }
    var scale = [Int](repeating: 0, count: 11)
    var stars = [Int](repeating: 0, count: 5)
    var all = AnswerTotals()
    for i in chosen {
      scale[Int(answers[i].nps)] += 1
      all.add(score: answers[i])
    }
    for i in rated {
      stars[Int(answers[i].csat) - 1] += 1
      all.add(stars: answers[i])
    }
    let npsBasis = Basis(
      "nps", [], window: window,
      exclusions: [Exclusion("invalid_answer", invalid.nps), Exclusion("earlier_answer", known - chosen.count)],
      sources: [.visits, .surveys])
    let csatBasis = Basis(
      "csat", [], window: window, exclusions: [Exclusion("invalid_answer", invalid.csat)], sources: [.visits, .surveys])
    let split: [Dimension] =
      brief
      ? [.course, .teacher, .campus] : [.course, .teacher, .campus, .channel, .stage, .staff, .grade, .tier, .region]
    let sums = split.compactMap { dimension in
      totals(dimension, rated).map { (dimension: dimension, rows: $0) }
    }
    return SatisfactionSection(
      nps: score(all.sums[0], npsBasis), npsHistogram: scale,
      npsByQuarter: quarterly.map { row in
        .init(
          period: row.period, complete: row.period.last <= asOf,
          score: Score(
            NetPromoter(
              promoters: row.figures.nps.promoters, passives: row.figures.nps.passives,
              detractors: row.figures.nps.detractors), people: row.figures.nps.people,
            Basis("nps", [], window: window(of: row.period), sources: npsBasis.sources)))
      },
      npsBy: sums.compactMap { dimension, sums in
        let rows = ordered(sums) { $0.scores.n }.map { Labelled($0.label, score($0.members, npsBasis)) }
        return rows.isEmpty ? nil : .init(dimension: dimension, rows: rows)
      },
      csat: share(all.sums[0], csatBasis), csatHistogram: stars,
      csatByQuarter: quarterly.map { row in
        .init(
          period: row.period, complete: row.period.last <= asOf,
          rate: Rate(
            row.figures.csatGood, row.figures.csatAnswers, people: row.figures.csatPeople,
            Basis("csat", [], window: window(of: row.period), sources: csatBasis.sources)))
      },
      csatBy: sums.compactMap { dimension, sums in
        let rows = ordered(sums) { $0.stars }.map { Labelled($0.label, share($0.members, csatBasis)) }
        return rows.isEmpty ? nil : .init(dimension: dimension, rows: rows)
      },
      drivers: drivers(all.sums[0].scores), csatWithNPS: brief ? nil : together(),
      ratings: brief
        ? []
        : sums.filter { $0.dimension == .course || $0.dimension == .teacher }
          .flatMap { ratings($0.dimension, $0.rows, npsBasis, csatBasis) })
  }

  /// Filled cells of this slice that are no answer of their scale.
  private var invalidAnswerCounts: (nps: Int, csat: Int) {
    let nps = records.visits.numbers("nps").values
    let csat = records.visits.numbers("csat").values
    var out = (nps: 0, csat: 0)
    for row in invalidAnswers.lazy.map(Int.init) where countsVisit(row) {
      if !nps[row].isNaN, visitLog.nps[row] < 0 { out.nps += 1 }
      if !csat[row].isNaN, visitLog.csat[row] == 0 { out.csat += 1 }
    }
    return out
  }

  private func score(_ sums: AnswerTotals.Sums, _ basis: Basis) -> Score {
    // One answer of each person.
    Score(sums.scores, people: sums.scores.n, basis)
  }

  private func share(_ sums: AnswerTotals.Sums, _ basis: Basis) -> Rate {
    Rate(sums.good, sums.stars, people: sums.raters, peopleAbove: sums.goodRaters, basis)
  }

  /// The answers by the labels of a dimension, the unlabelled first: a visit's own where it says so, else its
  /// respondent's. nil where there is nothing to split.
  private func totals(
    _ dimension: Dimension, _ rated: [Int]
  ) -> [(label: String?, sums: AnswerTotals.Sums)]? {
    guard let codes = dimensions[dimension], !chosen.isEmpty || !rated.isEmpty else { return nil }
    let (customer, visit) = (codes.customer, codes.visit)
    func slot(_ answer: Answer) -> Int {
      if let visit, answer.visit >= 0, visit[Int(answer.visit)] >= 0 { return Int(visit[Int(answer.visit)]) + 1 }
      return answer.person < 0 ? 0 : Int(customer[Int(answer.person)]) + 1
    }
    var totals = AnswerTotals(slots: codes.names.count + 1)
    for i in chosen { totals.add(score: answers[i], slot(answers[i])) }
    for i in rated { totals.add(stars: answers[i], slot(answers[i])) }
    return totals.sums.enumerated().map { ($0 == 0 ? nil : codes.names[$0 - 1], $1) }
  }

  private func drivers(_ all: NetPromoter) -> [SatisfactionSection.Driver] {
    guard all.n > 0, !scoredThemes.isEmpty else { return [] }
    // By row of visits: what was answered there; -1 = nothing that counts.
    var given = [Int8](repeating: -1, count: visitLog.count)
    for i in chosen where answers[i].visit >= 0 { given[Int(answers[i].visit)] = answers[i].nps }
    var out: [SatisfactionSection.Driver] = []
    for theme in scoredThemes {
      var with = NetPromoter()
      for row in theme.rows where given[Int(row)] >= 0 { with.add(given[Int(row)]) }
      let without = all - with
      guard let (difference, interval) = with.difference(from: without) else { continue }
      out.append(
        .init(
          theme: theme.key, with: with, without: without, peopleWith: with.n, peopleWithout: without.n,
          difference: difference, interval: interval))
    }
    return out.sorted { (abs($0.difference), $1.theme) > (abs($1.difference), $0.theme) }
  }

  private func together() -> Correlation? {
    var x: [Double] = []
    var y: [Double] = []
    for answer in answers where answer.nps >= 0 && answer.csat > 0 {
      x.append(Double(answer.csat))
      y.append(Double(answer.nps))
    }
    return Correlation.spearman(x, y)
  }

  private func ratings(
    _ dimension: Dimension, _ sums: [(label: String?, sums: AnswerTotals.Sums)], _ npsBasis: Basis, _ csatBasis: Basis
  ) -> [SatisfactionSection.Rating] {
    sums.compactMap { label, sums -> SatisfactionSection.Rating? in
      guard let label, sums.stars + sums.scores.n > 0 else { return nil }
      let mean = Amount(
        sums.stars == 0 ? nil : Double(sums.sum) / Double(sums.stars), .number, n: sums.stars, people: sums.raters,
        Basis("rating.mean", [], window: window, sources: csatBasis.sources))
      return .init(
        dimension: dimension, label: label, mean: mean, csat: share(sums, csatBasis), nps: score(sums, npsBasis))
    }.sorted { (-$0.csat.denominator, $0.label) < (-$1.csat.denominator, $1.label) }
  }
}
