import Localisation

extension Vocabulary {
  static let english = Vocabulary(
    language: .en,
    surnames:
      "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker White Thompson Hughes Green Hall Lewis Harris Clarke Khan O'Brien García Müller Nguyen Kowalski"
      .split(separator: " ").map(String.init),
    given:
      "Oliver Amelia George Isla Noah Ava Arthur Ivy Leo Freya Oscar Lily Harry Florence Archie Mia Jack Willow Henry Rosie Charlie Sophia Freddie Grace Theo Zoë Daniel Maria Peter Anna"
      .split(separator: " ").map(String.init),
    staff: [
      ("Helen Ward", "sales representative", "Admissions A"), ("Mark Foster", "sales representative", "Admissions A"),
      ("Priya Shah", "sales representative", "Admissions B"), ("Tom Reed", "sales supervisor", "Admissions A"),
      ("Laura Kim", "sales supervisor", "Admissions B"), ("Ben Cole", "service agent", "Service"),
      ("Ruth Adams", "head", "Office"), ("Ian Grant", "audit", "Supervision"),
    ],
    teachers: ["Ms Hart", "Mr Quinn", "Ms Bell", "Mr Stone", "Ms Lane"],
    courses: [
      Course(
        name: "English for Juniors", type: "English", teacher: 0, price: 620, months: 4, lessons: 30, margin: 0.44,
        quality: 0.5),
      Course(
        name: "Spanish A1", type: "Spanish", teacher: 1, price: 540, months: 3, lessons: 24, margin: 0.4, quality: 0.2),
      Course(
        name: "French B1", type: "French", teacher: 2, price: 690, months: 4, lessons: 30, margin: 0.38, quality: -0.8),
      Course(
        name: "German A2", type: "German", teacher: 3, price: 640, months: 4, lessons: 30, margin: 0.37, quality: 0),
      Course(
        name: "IELTS Intensive", type: "English", teacher: 4, price: 980, months: 2, lessons: 40, margin: 0.33,
        quality: 0.3),
    ],
    campuses: ["City", "Riverside"],
    schools: ["St Mary's Primary", "Hillside School", "Kingsway Academy", "Oak Park High"],
    areas: [
      ("Bristol", "14 Harbour Road, Bristol", "Harbourside"), ("Bath", "3 Abbey Lane, Bath", "Abbey Green"),
      ("Cardiff", "88 Castle Street, Cardiff", "Castle Quarter"),
    ],
    channels: [
      ("Referral", 0.26, 0.7), ("Website", 0.28, 0.1), ("Flyer", 0.14, -0.5), ("Social media", 0.2, -0.4),
      ("School partner", 0.12, 0.4),
    ],
    campaigns: [
      ("Spring taster 2024", "Website", 1500), ("Summer social 2024", "Social media", 2600),
      ("Autumn open day 2025", "School partner", 900),
    ],
    visitChannels: [("Phone", 0.5), ("E-mail", 0.28), ("In person", 0.12), ("SMS", 0.1)],
    visitTypes: ["First call", "Mid-course", "End of course", "Renewal", "Complaint follow-up", "Care"],
    stages: ["start", "middle", "end"], outcomes: [("reached", 0.66), ("no answer", 0.22), ("replied", 0.12)],
    praise: [
      "The teacher is patient and my son enjoys the lessons", "Clear progress since spring, very happy",
      "Friendly staff, would recommend",
      "Good materials and small groups", "Excellent course, will book again",
    ],
    complaints: [
      ("teaching", "French lessons move too fast", "process"),
      ("teaching", "Teacher changed without notice", "management"),
      ("price", "Too expensive, no discount for siblings", "management"),
      ("service", "Nobody answers the phone", "process"),
      ("platform", "The online room keeps freezing", "process"),
    ],
    neutral: ["No further questions", "Asked about summer dates", "Sent the timetable", "Will call back next week"],
    needs: ["Wants to speak with confidence", "Exam preparation", "Needs help with grammar", "Just looking around"],
    focus: ["teachers", "price", "results", "location"],
    objections: ["too expensive", "time clash", "unsure of results", "too far"],
    strength: ["strong", "medium", "weak"], kinds: ("student", "partner"), genders: ("male", "female"), yes: "yes",
    no: "no",
    grades: [
      "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6", "Year 7", "Year 8", "Year 9", "Year 10", "Year 11",
      "Year 12",
    ],
    relations: ["mother", "father", "grandmother"], interests: ["football", "drawing", "piano", "reading"],
    personality: ["outgoing", "quiet", "restless"], taboos: ["do not mention the divorce", "no calls after 8 pm"],
    topics: ["teaching", "service", "price", "content", "platform"], payments: ["card", "transfer", "cash"],
    pointEvents: ("purchase", "referral", "event", "redemption"), exam: "Mid-term test", purpose: "renewal analysis",
    kindsOfData: "name, contact, course", method: "encrypted sheet",
    advice: ["Read aloud every day", "Practise listening", "Keep going"],
    trial: ["satisfied", "neutral", "not satisfied"], statuses: ("open", "closed"),
    resolutions: ["Catch-up lesson and apology", "Changed teacher", "Part refund", "Software updated"],
    departments: ["Teaching", "Service", "IT", "Admissions"])
}
