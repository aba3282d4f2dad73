import Tabular

extension Simulation {
  /// One contact, if its day has come: who called, whether they were reached, what was said.
  mutating func talk(
    _ pupil: Int, on day: Day, type: Int, course: Int?, stage: Int?, mood: Double, intent: String?, survey: Bool
  ) {
    guard day <= options.asOf else { return }
    let outcome = random.pick(words.outcomes)
    let reached = outcome == words.outcomes[0].0 || outcome == (words.chinese ? "已回复" : "replied")
    let serviceAgents = words.staff.indices.filter {
      words.staff[$0].team == (words.chinese ? "客服组" : "Service")
    }
    let staff = type == 0 || type == 3 ? pupils[pupil].owner : random.pick(serviceAgents)
    let courseName = course.map { words.courses[$0].name }
    var visit = Visit(
      pupil: pupil, day: day, minuteOfDay: random.int(9 * 60...20 * 60), channel: random.pick(words.visitChannels),
      type: type,
      stage: stage, course: course, staff: staff, outcome: outcome, content: random.pick(words.neutral), feedback: nil,
      topic: nil, csat: nil, nps: nil, intent: reached ? intent : nil, minutes: reached ? random.int(2...18) : nil,
      next: random.chance(0.35) ? day.advanced(by: random.int(7...60)) : nil, problem: nil, promised: nil, solved: nil)
    if reached {
      if survey {
        let score = 7.6 + 1.7 * mood + random.normal() * 1.3
        if random.chance(0.62) { visit.nps = min(10, max(0, Int(score.rounded()))) }
        if random.chance(0.55) { visit.csat = min(5, max(1, Int((score / 2).rounded()))) }
      }
      if random.chance(0.6) {
        if mood + random.normal() * 0.5 > 0 {
          visit.feedback = random.pick(words.praise)
          visit.topic = words.topics[0]
        } else {
          let kind = random.pick(words.complaints)
          visit.feedback = kind.text
          visit.topic = kind.category
          if random.chance(0.5) {
            visit.problem = kind.text
            visit.promised = day.advanced(by: random.int(2...7))
            let solved = day.advanced(by: random.int(1...14))
            visit.solved = solved <= options.asOf && random.chance(0.75) ? solved : nil
          }
        }
      }
      visit.content = content(pupil, courseName: courseName)
    }
    visits.append(visit)
  }

  /// What a caller writes down: often the plain line, sometimes with the very data that must not leave.
  private mutating func content(_ pupil: Int, courseName: String?) -> String {
    let home = households[pupils[pupil].household]
    let plain = random.pick(words.neutral)
    let u = random.unit()
    if words.chinese {
      if u < 0.06 { return "家长\(home.guardian)来电，\(plain)" }
      if u < 0.09 {
        return "换了号码，新号\(home.phone.prefix(3)) \(home.phone.dropFirst(3).prefix(4)) \(home.phone.suffix(4))，\(plain)"
      }
      if u < 0.12 { return "加微信\(home.wechat)发资料；\(plain)" }
      if u < 0.2, let courseName { return "\(pupils[pupil].name)的\(courseName)：\(plain)" }
    } else {
      if u < 0.06 { return "\(home.guardian) called. \(plain)" }
      if u < 0.1 { return "New number \(home.phone), \(plain)" }
      if u < 0.14 { return "Please write to \(home.email). \(plain)" }
      if u < 0.2, let courseName { return "\(pupils[pupil].name), \(courseName): \(plain)" }
    }
    return plain
  }
}
