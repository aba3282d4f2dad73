import Tabular

extension Simulation {
  mutating func visitsSheet() -> Sample.Sheet {
    let draft = SheetDraft("visits", name: say("回访记录", "Visits"))
    draft.column("visit_id", say("回访编号", "Visit ID"), format: "@")
    draft.column("customer_id", say("学员编号", "Student ID"), format: "@")
    draft.column("customer_name", say("学员姓名", "Student name"))
    if options.dirt { draft.band(say("学员信息", "Student")) }
    draft.column("visit_date", say("回访日期", "Visit date"), .day)
    draft.column("channel", say("回访方式", "Contact method"))
    draft.column("visit_type", say("回访类型", "Visit type"))
    draft.column("course", say("课程", "Course"))
    draft.column("stage", say("课程阶段", "Stage"))
    draft.column("staff", say("回访人", "Staff"))
    if options.dirt { draft.band(say("联系情况", "Contact")) }
    draft.column("outcome", say("回访结果", "Outcome"))
    draft.column("content", say("回访内容", "Content"))
    draft.column("feedback", say("客户反馈", "Feedback"))
    draft.column("topic", say("反馈类别", "Topic"))
    if options.dirt { draft.band(say("沟通内容", "What was said")) }
    draft.column("csat", say("满意度", "Satisfaction"), .number)
    draft.column("nps", say("推荐意愿", "Likelihood to recommend"), .number)
    draft.column("intent", say("回访后意向", "Intent"))
    draft.column("minutes", say("时长(分钟)", "Duration (minutes)"), .number)
    if options.dirt { draft.band(say("评价", "Ratings")) }
    draft.column("problem", say("遗留问题", "Open issue"))
    draft.column("promised_on", say("承诺回复时间", "Promise date"), .day)
    draft.column("solved_on", say("问题解决日期", "Solved on"), .day)
    draft.column("next_date", say("下次回访日期", "Next contact"), .day)
    if options.dirt { draft.band(say("后续", "Follow-up")) }
    let spoiled = options.dirt ? visits.count / 2 : -1
    for (index, visit) in visits.enumerated() {
      let pupil = pupils[visit.pupil]
      var nps: Cell = .maybe(visit.nps)
      var id = pupil.id
      if index == spoiled { nps = .number(11) }
      if index == spoiled + 7, options.dirt { id = words.chinese ? "XY99999" : "LS99999" }
      var when = typed(visit.day)
      // A slip of the keyboard: nobody was called twenty years from now.
      if index == spoiled + 13, options.dirt { when = .day(visit.day.advanced(by: 7305)) }
      if case .day(let day) = when, index % 3 == 0 {
        when = .dateTime(Double(day.rawValue) + Double(visit.minuteOfDay) / 1440)
      }
      draft.append([
        .text("HF" + padded(index + 1, 6)), .text(id), .text(pupil.name), when, .text(visit.channel),
        .text(words.visitTypes[visit.type]), .maybe(visit.course.map { words.courses[$0].name }),
        .maybe(visit.stage.map { words.stages[$0] }), .text(words.staff[visit.staff].name), .text(visit.outcome),
        .text(visit.content), .maybe(visit.feedback), .maybe(visit.topic), .maybe(visit.csat), nps,
        .maybe(visit.intent),
        .maybe(visit.minutes), .maybe(visit.problem), .maybe(visit.promised), .maybe(visit.solved), .maybe(visit.next),
      ])
    }
    return draft.sheet()
  }

  mutating func enrolmentsSheet() -> Sample.Sheet {
    let draft = SheetDraft("enrolments", name: say("报名记录", "Enrolments"))
    draft.column("enrolment_id", say("订单号", "Order ID"), format: "@")
    draft.column("customer_id", say("学员编号", "Student ID"), format: "@")
    draft.column("customer_name", say("学员姓名", "Student name"))
    draft.column("purchase_date", say("报名日期", "Purchase date"), .day)
    draft.column("course", say("课程名称", "Course name"))
    draft.column("course_type", say("科目", "Subject"))
    draft.column("quantity", say("总课时", "Lessons"), .number)
    draft.column("list_amount", say("应收金额(元)", "List price"), .number)
    draft.column("amount", say("实收金额(元)", "Amount paid"), .number)
    draft.column("margin_rate", say("毛利率", "Margin rate"), .number, format: "0%")
    draft.column("refund", say("退费金额(元)", "Refund"), .number)
    draft.column("start_date", say("开课日期", "Start date"), .day)
    draft.column("end_date", say("结课日期", "End date"), .day)
    draft.column("lessons_left", say("剩余课时", "Lessons left"), .number)
    draft.column("progress", say("学习进度", "Progress"), .number, format: "0%")
    draft.column("teacher", say("任课老师", "Teacher"))
    draft.column("sales_rep", say("签单顾问", "Sales rep"))
    draft.column("payment", say("支付方式", "Payment method"))
    var total = 0
    for (index, enrolment) in enrolments.enumerated() {
      let pupil = pupils[enrolment.pupil]
      let course = words.courses[enrolment.course]
      total += enrolment.paid
      if options.dirt, index > 0, enrolments[index - 1].day.year != enrolment.day.year { draft.skipRow() }
      draft.append([
        .text("DD" + padded(index + 1, 6)), .text(pupil.id), .text(pupil.name), typed(enrolment.day),
        .text(course.name),
        .text(course.type), .number(Double(course.lessons)), .number(Double(enrolment.list)),
        typed(money: enrolment.paid),
        .number(course.margin), enrolment.refund > 0 ? .number(Double(enrolment.refund)) : .empty,
        typed(enrolment.start),
        typed(enrolment.end), .number(Double(enrolment.lessonsLeft)),
        .number((enrolment.progress * 100).rounded() / 100),
        .text(words.teachers[course.teacher]), .text(words.staff[pupil.owner].name), .text(random.pick(words.payments)),
      ])
    }
    if options.dirt {
      let rest = Array(repeating: Cell.empty, count: 18 - 9)
      draft.append([.text(say("合计", "Total"))] + Array(repeating: .empty, count: 7) + [.number(Double(total))] + rest)
    }
    return draft.sheet()
  }

  mutating func complaintsSheet() -> Sample.Sheet {
    let draft = SheetDraft("complaints", name: say("投诉记录", "Complaints"))
    draft.column("complaint_id", say("投诉编号", "Complaint ID"), format: "@")
    draft.column("customer_id", say("学员编号", "Student ID"), format: "@")
    draft.column("received_on", say("投诉日期", "Complaint date"), .day)
    draft.column("channel", say("投诉渠道", "Complaint channel"))
    draft.column("category", say("投诉类别", "Complaint category"))
    draft.column("content", say("投诉内容", "Complaint content"))
    draft.column("cause", say("原因", "Cause"))
    draft.column("owner", say("责任部门", "Responsible"))
    draft.column("status", say("处理状态", "Status"))
    draft.column("first_answer_on", say("首次回复日期", "First answer"), .day)
    draft.column("solved_on", say("结案日期", "Solved on"), .day)
    draft.column("resolution", say("处理结果", "Resolution"))
    draft.column("cost", say("补偿金额", "Compensation"), .number)
    draft.column("after_csat", say("处理后满意度", "Satisfaction after"), .number)
    for (index, complaint) in complaints.enumerated() {
      let kind = words.complaints[complaint.kind]
      draft.append([
        .text("TS" + padded(index + 1, 4)), .text(pupils[complaint.pupil].id), typed(complaint.day),
        .text(random.pick(words.visitChannels)), .text(kind.category), .text(kind.text), .text(kind.cause),
        .text(random.pick(words.departments)),
        .text(complaint.solved == nil ? words.statuses.open : words.statuses.closed),
        .maybe(complaint.firstAnswer), .maybe(complaint.solved),
        complaint.solved == nil ? .empty : .text(random.pick(words.resolutions)),
        complaint.cost > 0 ? .number(Double(complaint.cost)) : .empty,
        complaint.solved == nil ? .empty : .maybe(complaint.after),
      ])
    }
    return draft.sheet()
  }

  func pointsSheet() -> Sample.Sheet {
    let draft = SheetDraft("points", name: say("积分流水", "Points"))
    draft.column("customer_id", say("会员号", "Member no"), format: "@")
    draft.column("date", say("发生日期", "Date"), .day)
    draft.column("event", say("积分事项", "Points event"))
    draft.column("points", say("积分变动", "Points"), .number)
    draft.column("expires_on", say("积分到期日", "Points expiry"), .day)
    for row in points {
      draft.append([
        .text(pupils[row.pupil].id), .day(row.day), .text(row.event), .number(Double(row.points)), .maybe(row.expires),
      ])
    }
    return draft.sheet()
  }
}
