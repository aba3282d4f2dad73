import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// - Parameter brief: only what a page's filter shows: not by way of payment.
  func spendingSection(brief: Bool) -> SpendingSection {
    let refunded = fullyRefunded
    let basis: (String) -> Basis = { key in
      Basis(
        key, [], window: window,
        exclusions: [
          Exclusion("unknown_customer", isWhole ? sales.unlinked : 0), Exclusion("refunded_in_full", refunded),
        ], sources: [.enrolments])
    }
    let courses = engagement.courses
    var cents = 0
    var refunds = 0
    var refundCount = 0
    var refundPeople = 0
    var paid: [Double] = []
    var buyers = 0
    var days = 0
    for row in people {
      let person = Int(row)
      var mine = 0
      var back = 0
      for c in courses.range(person) where countsCourse(c) {
        mine += 1
        cents += Int(courses.cents[c])
        if courses.paid[c] { paid.append(Double(courses.cents[c]) / 100) }
        let returned = sales.refund[Int(courses.row[c])]
        if returned > 0 {
          back += 1
          refunds += Int(CustomerRecords.cents(returned))
        }
      }
      if mine > 0 {
        buyers += 1
        days +=
          timeframe == nil ? engagement.purchases.count(person) : engagement.purchases[person].count { inTimeframe($0) }
      }
      refundCount += back
      if back > 0 { refundPeople += 1 }
    }
    let gaps = purchaseGaps()
    return SpendingSection(
      revenue: Amount(Double(cents) / 100, .money, n: paid.count, people: buyers, basis("revenue")),
      refunds: Amount(Double(refunds) / 100, .money, n: refundCount, people: refundPeople, basis("refunds")),
      perPurchase: Amount(Descriptives.mean(paid), .money, n: paid.count, people: buyers, basis("per_purchase")),
      medianPurchase: Amount(
        Quantile.type7(paid, 0.5), .money, n: paid.count, people: buyers, basis("median_purchase")),
      perCustomer: Amount(
        buyers == 0 ? nil : Double(cents) / 100 / Double(buyers), .money, n: buyers, people: buyers,
        basis("per_customer")),
      frequency: Amount(
        buyers == 0 ? nil : Double(days) / Double(buyers), .number, n: buyers, people: buyers, basis("frequency")),
      cycle: Amount(
        Quantile.type7(gaps.days, 0.5), .days, n: gaps.days.count, people: gaps.people, basis("purchase_interval")),
      byCourse: products(sales.courses, cents), byCourseType: products(sales.courseTypes, cents),
      byPayment: brief ? [] : products(sales.payments, cents))
  }

  /// Enrolments of people inside whose whole amount went back: no purchases.
  private var fullyRefunded: Int {
    sales.refunded.count {
      counts($0.person) && countsPurchase(row: Int($0.row)) && inTimeframe(sales.bought[Int($0.row)])
    }
  }

  /// Days between the purchase days of each person, all pooled.
  func purchaseGaps() -> (days: [Double], people: Int) {
    var out: [Double] = []
    var number = 0
    for row in people {
      let range = engagement.purchases.range(Int(row))
      guard range.count > 1 else { continue }
      let before = out.count
      for i in range.dropFirst() where inTimeframe(engagement.purchases.days[i]) {
        out.append(Double(engagement.purchases.days[i] - engagement.purchases.days[i - 1]))
      }
      if out.count > before { number += 1 }
    }
    return (out, number)
  }

  private func products(_ labels: RowLabels?, _ total: Int) -> [SpendingSection.ProductRow] {
    guard let labels else { return [] }
    let (codes, names) = (labels.codes, labels.names)
    let courses = engagement.courses
    var purchases = [Int](repeating: 0, count: names.count + 1)
    var cents = purchases
    var buyers = purchases
    var stamp = [Int32](repeating: -1, count: names.count + 1)
    for row in people {
      for c in courses.range(Int(row)) where countsCourse(c) {
        let at = Int(codes[Int(courses.row[c])]) + 1
        purchases[at] += 1
        cents[at] += Int(courses.cents[c])
        if stamp[at] != row {
          stamp[at] = row
          buyers[at] += 1
        }
      }
    }
    return purchases.indices.filter { purchases[$0] > 0 }.map { at in
      SpendingSection.ProductRow(
        label: at == 0 ? nil : names[at - 1], purchases: purchases[at], people: buyers[at],
        revenueCents: cents[at], share: total > 0 ? Double(cents[at]) / Double(total) : nil)
    }.sorted {
      if $0.revenueCents != $1.revenueCents { return $0.revenueCents > $1.revenueCents }
      guard let x = $0.label else { return false }
      guard let y = $1.label else { return true }
      return x < y
    }
  }
}
