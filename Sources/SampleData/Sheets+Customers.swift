import Tabular

extension Simulation {
  /// Every sheet of the institution.
  mutating func sheets() -> [Sample.Sheet] {
    [
      customersSheet(), visitsSheet(), enrolmentsSheet(), complaintsSheet(), pointsSheet(), staffSheet(),
      consentsSheet(), recipientsSheet(), campaignsSheet(), scoresSheet(),
    ]
  }

  func say(_ zh: String, _ en: String) -> String { words.chinese ? zh : en }

  mutating func customersSheet() -> Sample.Sheet {
    let draft = SheetDraft("customers", name: say("客户登记表", "Customers"))
    draft.column("?serial", say("序号", "No."), .number)
    draft.column("customer_id", say("学员编号", "Student ID"), format: "@")
    draft.column("name", say("学员姓名", "Student name"))
    draft.column("gender", say("性别", "Gender"))
    draft.column("birthday", say("出生日期", "Date of birth"), .day)
    draft.column("id_card", say("身份证号", "National ID"), format: "@")
    draft.column("guardian_name", say("家长姓名", "Parent name"))
    draft.column("guardian_relation", say("与学生关系", "Relation"))
    draft.column("phone", say("联系电话", "Phone"), format: "@")
    draft.column("wechat", say("微信号", "WeChat"))
    draft.column("email", say("邮箱", "E-mail"))
    draft.column("region", say("所在地区", "City"))
    draft.column("address", say("家庭住址", "Address"))
    draft.column("residential_area", say("小区", "Residential area"))
    draft.column("school", say("就读学校", "School"))
    draft.column("grade_year", say("年级", "School grade"))
    draft.column("campus", say("校区", "Campus"))
    draft.column("source_channel", say("来源渠道", "Source"))
    draft.column("campaign", say("招生活动", "Campaign"))
    draft.column("registered_on", say("登记日期", "Registration date"), .day)
    draft.column("collected_by", say("登记人", "Collected by"))
    draft.column("owner", say("课程顾问", "Consultant"))
    draft.column("need", say("培训需求", "Need"))
    draft.column("focus", say("关注点", "Focus"))
    draft.column("need_strength", say("需求强度", "Need strength"))
    draft.column("objections", say("异议", "Objections"))
    draft.column("expected_enrol_date", say("预计报名日期", "Expected enrolment date"), .day)
    draft.column("trial_result", say("试课结果", "Trial result"))
    draft.column("income_band", say("家庭收入", "Income band"))
    draft.column("referrer", say("介绍人", "Referrer"))
    draft.column("intent_proposed", say("意向等级", "Intent grade"))
    draft.column("intent_reviewed", say("审核等级", "Reviewed grade"))
    draft.column("reviewed_by", say("审核人", "Reviewed by"))
    draft.column("reviewed_on", say("审核日期", "Reviewed on"), .day)
    draft.column("consent", say("是否授权", "Consent"))
    draft.column("do_not_contact", say("勿扰", "Do not contact"))
    draft.column("taboos", say("禁忌", "Taboos"))
    draft.column("?shop", say("微店会员名", "Web shop nickname"))
    var above: Int?
    for index in pupils.indices {
      draft.append(customerRow(index, serial: index + 1))
      // Brothers and sisters below each other share one cell for their parent.
      if options.dirt, above == pupils[index].household {
        draft.merge(["guardian_name", "guardian_relation"], last: 2)
        above = nil
      } else {
        above = pupils[index].household
      }
      // Somebody typed the same pupil in twice.
      if options.dirt, index % 97 == 41 {
        var again = customerRow(index, serial: index + 1)
        again[1] = .empty
        draft.append(again)
        above = nil
      }
      if options.dirt, index % 160 == 159 {
        draft.append([.empty, .text(say("小计", "Subtotal")), .number(160)] + Array(repeating: .empty, count: 35))
        above = nil
      }
    }
    let title = options.dirt ? say("晨光教育客户登记表（内部资料）", "Lighthouse Languages — customer register") : nil
    return draft.sheet(title: title)
  }

  private mutating func customerRow(_ index: Int, serial: Int) -> [Cell] {
    let pupil = pupils[index]
    let home = households[pupil.household]
    let area = words.areas[home.area]
    let supervisor = words.staff[words.chinese ? 4 + pupil.owner / 2 : 3 + pupil.owner / 2].name
    var idCard: Cell = random.chance(0.5) ? .text(pupil.idCard) : .empty
    // A spreadsheet rounded the identity number away.
    if options.dirt, index % 101 == 17 { idCard = .number(Double(pupil.idCard.prefix(15) + "000") ?? 0) }
    var born: Cell = typed(pupil.birthday)
    if options.dirt, index == 11 { born = .day(Day(year: 2090, month: 5, day: 6)!) }
    var registered = typed(pupil.registered)
    if options.dirt, index == 16 { registered = .text(say("2026/13/05", "2026-13-05")) }
    return [
      .number(Double(serial)), .text(pupil.id), .text(pupil.name),
      .text(pupil.male ? words.genders.male : words.genders.female),
      born, words.chinese ? idCard : .empty, .text(home.guardian), .text(home.relation),
      typed(phone: home.phone, second: home.secondPhone),
      random.chance(0.7) ? .text(home.wechat) : blank(), random.chance(0.4) ? .text(home.email) : .empty,
      .text(area.region),
      .text(words.chinese ? "\(area.address)\(area.estate)\(home.area * 3 + serial % 20 + 1)号楼" : area.address),
      .text(area.estate), .text(pupil.school), .text(words.grades[pupil.gradeYear]),
      .text(words.campuses[pupil.campus]),
      .text(words.channels[pupil.channel].name), .maybe(pupil.campaign), registered,
      .text(words.staff[pupil.owner].name),
      .text(words.staff[pupil.owner].name), .text(pupil.need), .text(pupil.focus),
      .text(words.strength[pupil.strength]),
      pupil.objections.isEmpty ? blank() : .text(pupil.objections.joined(separator: say("、", "; "))),
      typed(pupil.expectedEnrol),
      .maybe(pupil.trial), random.chance(0.4) ? .text(home.income) : .empty,
      .maybe(pupil.referrer.map { pupils[$0].name }),
      .text(pupil.proposed), .maybe(pupil.reviewed), pupil.reviewed == nil ? .empty : .text(supervisor),
      .maybe(pupil.reviewedOn),
      .text(pupil.consent ? words.yes : words.no), pupil.doNotContact ? .text(words.yes) : .empty, .maybe(pupil.taboo),
      random.chance(0.05) ? .text("shop_" + random.digits(4)) : .empty,
    ]
  }
}
