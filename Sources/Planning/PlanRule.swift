/// One line of the visit plan sheet: what makes a visit due, when, and who makes it.
package struct PlanRule: Sendable {
  package enum Trigger: String, Sendable, CaseIterable {
    case courseStart, courseMiddle, courseEnd, complaintClosed, silent, lessonsLeft, refund, gradeAIdle, gradeBIdle
    case birthday, holiday, exam, agreed

    static let words: [String: Trigger] = [
      "开课": .courseStart, "course start": .courseStart, "课中": .courseMiddle, "course middle": .courseMiddle,
      "结课": .courseEnd, "course end": .courseEnd, "投诉办结": .complaintClosed, "complaint closed": .complaintClosed,
      "沉默": .silent, "silent": .silent, "剩余课时": .lessonsLeft, "lessons left": .lessonsLeft, "退费": .refund,
      "refund asked": .refund, "a级未联系": .gradeAIdle, "grade a idle": .gradeAIdle, "b级未联系": .gradeBIdle,
      "grade b idle": .gradeBIdle, "生日": .birthday, "birthday": .birthday, "节日": .holiday, "holiday": .holiday,
      "考试": .exam, "exam": .exam, "约定": .agreed, "agreed date": .agreed,
    ]
    /// Triggers whose `days` column must hold a number: days of silence, or lessons.
    var needsDays: Bool { [.silent, .lessonsLeft, .gradeAIdle, .gradeBIdle].contains(self) }
    /// The source row of an item is one of the enrolments.
    var isAboutCourse: Bool { [.courseStart, .courseMiddle, .courseEnd, .lessonsLeft, .refund].contains(self) }
    /// A wish for a day: it keeps its date over holidays, and once the window is over it is missed, never made late.
    var isGreeting: Bool { [.birthday, .holiday, .exam].contains(self) }
    /// Ends a silence: any conversation does, whatever it was called.
    var takesAnyVisit: Bool { [.silent, .gradeAIdle, .gradeBIdle, .agreed].contains(self) }
    /// Stands as long as its cause does: seen on the as-of date, served by a visit of the days just before as well.
    var isStanding: Bool { self == .lessonsLeft || self == .refund }
    /// Owed to the customer (they complained, asked for money back, or agreed on the day): never held back.
    var isOwed: Bool { [.complaintClosed, .refund, .agreed].contains(self) }
  }

  package enum Owner: String, Sendable, CaseIterable {
    case consultant, service, supervisor, tutor
    static let words: [String: Owner] = [
      "顾问": .consultant, "consultant": .consultant, "客服": .service, "service": .service, "主管": .supervisor,
      "supervisor": .supervisor, "学管": .tutor, "班主任": .tutor, "tutor": .tutor,
    ]
  }

  package var id: String
  package var zh: String
  package var en: String
  package var trigger: Trigger
  /// Days of silence or lessons left, where the trigger needs a number.
  package var days: Int
  /// The visit is due from trigger + offset …
  package var offset: Int
  /// … for this many days, both ends included.
  package var window: Int
  /// A visit type in the words of the choices sheet, as visits are read.
  package var type: String
  /// nil = the channel the customer prefers.
  package var channel: String?
  package var owner: Owner
  package var script: String
  /// Empty = everybody.
  package var intents: Set<String>
  package var tiers: Set<String>
  package var stages: Set<String>
  /// Whether a visit that serves this rule may serve another one too.
  package var shared: Bool
  /// 1 = first.
  package var priority: Int
  /// Address of the rule's row, for explanations.
  package var address: String
  /// Sheet row of the rule, from 1.
  package var row: Int = 0
}
