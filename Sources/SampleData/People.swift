import Tabular

/// A household: one guardian, one or more pupils.
struct Household {
  var surname: String
  var guardian: String
  var relation: String
  var phone: String
  var secondPhone: String?
  var wechat: String
  var email: String
  var area: Int
  var income: String
}

/// A pupil or grown-up learner as the registration sheet knows them.
struct Pupil {
  var household: Int
  var id: String
  var name: String
  var male: Bool
  var birthday: Day
  var idCard: String
  var school: String
  var gradeYear: Int
  var campus: Int
  var channel: Int
  var campaign: String?
  var registered: Day
  var owner: Int
  var need: String
  var focus: String
  var strength: Int
  var objections: [String]
  var expectedEnrol: Day?
  var referrer: Int?
  var trial: String?
  var consent: Bool
  var doNotContact: Bool
  var taboo: String?
  var proposed: String
  var reviewed: String?
  var reviewedOn: Day?
}

extension SeededRandom {
  /// Eleven digits of the range 154, which no operator was given.
  mutating func phone() -> String { "154" + digits(8) }

  mutating func digits(_ n: Int) -> String {
    String(decoding: (0..<n).map { _ in UInt8(ascii: "0") + UInt8(next() % 10) }, as: UTF8.self)
  }

  /// An 18-digit identity number with a right check digit (GB 11643, ISO 7064 MOD 11-2) of a county that is none.
  mutating func idCard(birthday: Day, male: Bool) -> String {
    let born = birthday.description.filter { $0 != "-" }
    var sequence = int(1...49) * 2
    if male { sequence += 1 }
    let body =
      "119999" + born + String(repeating: "0", count: sequence < 10 ? 2 : sequence < 100 ? 1 : 0) + "\(sequence)"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }
}

extension Simulation {
  mutating func makeHousehold(_ number: Int) -> Household {
    let surname = random.pick(words.surnames)
    let given = random.pick(words.given)
    let chinese = words.chinese
    return Household(
      surname: surname, guardian: chinese ? surname + given : "\(given) \(surname)",
      relation: random.pick([(words.relations[0], 0.7), (words.relations[1], 0.25), (words.relations[2], 0.05)]),
      phone: chinese ? random.phone() : "07700 900" + random.digits(3),
      secondPhone: random.chance(0.08) ? (chinese ? random.phone() : "07700 900" + random.digits(3)) : nil,
      wechat: "wx_" + random.digits(6), email: "family\(number)@example.com",
      area: random.int(0...(words.areas.count - 1)),
      income: random.pick(chinese ? ["高", "中", "低"] : ["high", "middle", "low"]))
  }

  mutating func makePupil(_ index: Int, household: Int, registered: Day) -> Pupil {
    let home = households[household]
    let male = random.chance(0.52)
    let age = random.pick([
      (random.int(6...11), 0.5), (random.int(12...14), 0.26), (random.int(15...18), 0.2), (random.int(25...45), 0.04),
    ])
    let birthday = registered.advanced(by: -age * 365 - random.int(0...364))
    let given = random.pick(words.given)
    let channel = random.pick(words.channels.indices.map { ($0, words.channels[$0].weight) })
    let name = words.channels[channel].name
    let running = words.campaigns.filter { $0.channel == name }.map(\.name)
    let referring = channel == 0 && !enrolled.isEmpty
    let chinese = words.chinese
    var objections: [String] = []
    while random.chance(0.3) && objections.count < 2 {
      let one = random.pick(words.objections)
      if !objections.contains(one) { objections.append(one) }
    }
    return Pupil(
      household: household, id: (chinese ? "XY" : "LS") + padded(index + 1, 5),
      name: chinese ? home.surname + given : "\(given) \(home.surname)", male: male, birthday: birthday,
      idCard: random.idCard(birthday: birthday, male: male), school: random.pick(words.schools),
      gradeYear: min(max(age - 6, 0), words.grades.count - 1), campus: random.int(0...(words.campuses.count - 1)),
      channel: channel, campaign: running.isEmpty || random.chance(0.5) ? nil : random.pick(running),
      registered: registered, owner: random.int(0...(sellers - 1)), need: random.pick(words.needs),
      focus: random.pick(words.focus), strength: random.pick([(0, 0.4), (1, 0.4), (2, 0.2)]), objections: objections,
      expectedEnrol: random.chance(0.6) ? registered.advanced(by: random.int(3...45)) : nil,
      referrer: referring ? random.pick(enrolled) : nil, trial: random.chance(0.5) ? random.pick(words.trial) : nil,
      consent: random.chance(0.86), doNotContact: random.chance(0.03),
      taboo: random.chance(0.06) ? random.pick(words.taboos) : nil, proposed: "C", reviewed: nil, reviewedOn: nil)
  }

  func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
