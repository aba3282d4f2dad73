import Localisation

/// The words an invented institution uses, in one language.
struct Vocabulary {
  struct Course {
    var name: String
    var type: String
    var teacher: Int
    var price: Int
    var months: Int
    var lessons: Int
    var margin: Double
    /// Shifts answers to the satisfaction questions and the wish to go on.
    var quality: Double
  }

  var language: Language
  var chinese: Bool { language == .zh }
  var surnames: [String]
  var given: [String]
  var staff: [(name: String, role: String, team: String)]
  var teachers: [String]
  var courses: [Course]
  var campuses: [String]
  var schools: [String]
  var areas: [(region: String, address: String, estate: String)]
  var channels: [(name: String, weight: Double, quality: Double)]
  var campaigns: [(name: String, channel: String, cost: Int)]
  var visitChannels: [(String, Double)]
  var visitTypes: [String]
  var stages: [String]
  var outcomes: [(String, Double)]
  var praise: [String]
  var complaints: [(category: String, text: String, cause: String)]
  var neutral: [String]
  var needs: [String]
  var focus: [String]
  var objections: [String]
  var strength: [String]
  var kinds: (student: String, partner: String)
  var genders: (male: String, female: String)
  var yes: String
  var no: String
  var grades: [String]
  var relations: [String]
  var interests: [String]
  var personality: [String]
  var taboos: [String]
  var topics: [String]
  var payments: [String]
  var pointEvents: (purchase: String, referral: String, event: String, redeem: String)
  var exam: String
  var purpose: String
  var kindsOfData: String
  var method: String
  var advice: [String]
  var trial: [String]
  var statuses: (open: String, closed: String)
  var resolutions: [String]
  var departments: [String]

  static func of(_ language: Language) -> Vocabulary { language == .zh ? .chinese : .english }
}
