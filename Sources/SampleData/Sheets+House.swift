import Tabular

extension Simulation {
  func staffSheet() -> Sample.Sheet {
    let draft = SheetDraft("staff", name: say("员工", "Staff"))
    draft.column("name", say("员工姓名", "Staff name"))
    draft.column("role", say("岗位", "Role"))
    draft.column("team", say("团队", "Team"))
    draft.column("campus", say("校区", "Campus"))
    draft.column("classes", say("任教班级", "Classes"))
    draft.column("cost_per_hour", say("小时成本", "Cost per hour"), .number)
    draft.column("agreement_signed_on", say("保密协议签订日期", "Agreement signed on"), .day)
    let signed = options.asOf.advanced(by: -options.years * 365)
    for (index, person) in words.staff.enumerated() {
      draft.append([
        .text(person.name), .text(person.role), .text(person.team), .text(words.campuses[index % words.campuses.count]),
        .empty, .number(Double(40 + index * 5)), .day(signed.advanced(by: index)),
      ])
    }
    for (index, teacher) in words.teachers.enumerated() {
      let taught = words.courses.filter { $0.teacher == index }.map(\.name).joined(separator: say("、", "; "))
      draft.append([
        .text(teacher), .text(say("教师", "teacher")), .text(words.departments[0]),
        .text(words.campuses[index % words.campuses.count]), .text(taught), .number(Double(80 + index * 10)),
        .day(signed.advanced(by: 30 + index)),
      ])
    }
    return draft.sheet()
  }

  mutating func consentsSheet() -> Sample.Sheet {
    let draft = SheetDraft("consents", name: say("授权同意", "Consents"))
    draft.column("customer_id", say("学员编号", "Student ID"), format: "@")
    draft.column("guardian_name", say("监护人", "Guardian"))
    draft.column("recipient", say("接收方", "Recipient"))
    draft.column("purpose", say("用途", "Purpose"))
    draft.column("kinds", say("信息种类", "Kinds of data"))
    draft.column("given_on", say("同意日期", "Given on"), .day)
    draft.column("withdrawn_on", say("撤回日期", "Withdrawn on"), .day)
    draft.column("evidence", say("授权书编号", "Evidence"))
    if let recipient = options.recipient {
      var number = 0
      for pupil in pupils where pupil.consent && random.chance(0.9) {
        number += 1
        let given = min(options.asOf, pupil.registered.advanced(by: random.int(0...20)))
        let withdrawn = random.chance(0.03) ? min(options.asOf, given.advanced(by: random.int(30...200))) : nil
        draft.append([
          .text(pupil.id), .text(households[pupil.household].guardian), .text(recipient), .text(words.purpose),
          .text(words.kindsOfData), .day(given), .maybe(withdrawn), .text("SQ" + padded(number, 5)),
        ])
      }
    }
    return draft.sheet()
  }

  func recipientsSheet() -> Sample.Sheet {
    let draft = SheetDraft("recipients", name: say("合作方", "Recipients"))
    draft.column("name", say("合作方名称", "Recipient name"))
    draft.column("contact", say("接收方联系方式", "Recipient contact"))
    draft.column("purpose", say("用途", "Purpose"))
    draft.column("method", say("处理方式", "Method"))
    draft.column("kinds", say("信息种类", "Kinds of data"))
    draft.column("agreement_signed_on", say("协议签订日期", "Agreement signed on"), .day)
    draft.column("valid_until", say("有效期至", "Valid until"), .day)
    if let recipient = options.recipient {
      draft.append([
        .text(recipient), .text("partner@example.com"), .text(words.purpose), .text(words.method),
        .text(words.kindsOfData),
        .day(options.asOf.advanced(by: -400)), .day(options.asOf.advanced(by: 330)),
      ])
    }
    return draft.sheet()
  }

  func campaignsSheet() -> Sample.Sheet {
    let draft = SheetDraft("campaigns", name: say("招生活动", "Campaigns"))
    draft.column("campaign", say("活动名称", "Campaign"))
    draft.column("channel", say("推广渠道", "Channel"))
    draft.column("start_date", say("活动开始日期", "Campaign start"), .day)
    draft.column("end_date", say("活动结束日期", "Campaign end"), .day)
    draft.column("cost", say("活动费用", "Campaign cost"), .number)
    for (index, campaign) in words.campaigns.enumerated() {
      let start = options.asOf.advanced(by: -options.years * 365 + 120 + index * 210)
      draft.append([
        .text(campaign.name), .text(campaign.channel), .day(start), .day(start.advanced(by: 45)),
        .number(Double(campaign.cost)),
      ])
    }
    return draft.sheet()
  }

  mutating func scoresSheet() -> Sample.Sheet {
    let draft = SheetDraft("scores", name: say("成绩", "Scores"))
    draft.column("customer_id", say("学号", "Student no"), format: "@")
    draft.column("exam_date", say("测评日期", "Exam date"), .day)
    draft.column("course", say("课程", "Course"))
    draft.column("exam", say("测评名称", "Exam"))
    draft.column("score", say("得分", "Score"), .number)
    draft.column("full_marks", say("满分", "Full marks"), .number)
    draft.column("advice", say("学习建议", "Advice"))
    for enrolment in enrolments where random.chance(0.4) {
      let day = enrolment.start.advanced(by: (enrolment.end - enrolment.start) / 2)
      guard day <= options.asOf else { continue }
      let score = min(100, max(35, 76 + 9 * random.normal()))
      draft.append([
        .text(pupils[enrolment.pupil].id), .day(day), .text(words.courses[enrolment.course].name), .text(words.exam),
        .number(score.rounded()), .number(100), .text(random.pick(words.advice)),
      ])
    }
    return draft.sheet()
  }
}
