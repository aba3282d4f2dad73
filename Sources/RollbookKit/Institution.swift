import ByteScanning
import CSVCodec
import Complaints
package import CustomerRecords
import Loyalty
import Planning
import Tabular
package import Workbooks

/// An institution as one run sees it: its sheets, read by its rules.
package struct Institution: Sendable {
  package let options: InputOptions
  package let rules: HouseRules
  package let books: [OpenedWorkbook]
  /// What their files held, by workbook.
  private let digestsByBook: [[FileDigest]]
  package var digests: [FileDigest] { digestsByBook.flatMap { $0 } }
  package private(set) var records: Records
  /// Who is enrolled, lost, active: shared by grades, plans and numbers.
  package let engagement: Engagement
  /// Maps of headers that were not given but remembered from an earlier run.
  package let recalledMaps: [String]
  /// Where the map that was given is remembered from now on.
  package private(set) var rememberedMaps: [String] = []

  /// Opens, reads and links. Throws `Failure` for what stops the work; problems in data are `records.findings`.
  package static func open(_ options: InputOptions) throws -> Institution {
    WorkMeter.begin(.reading)
    defer { WorkMeter.begin(.working) }
    // Neither needs the other.
    var work = Parallel()
    let loaded = work.add { Result { try HouseRules.load(options.rules) } }
    let opened = work.add { Result { try options.open() } }
    work.run()
    let rules = try loaded.value.get()
    let books = try opened.value.get()
    WorkMeter.opened(files: books.reduce(0) { $0 + $1.files.count })
    var institution = try Institution(options, rules, books)
    if options.remembersMap, let map = options.map, map != MapMemory.none {
      institution.rememberedMaps = MapMemory.remember(map, for: options.paths)
    }
    return institution
  }

  package init(_ options: InputOptions, _ rules: HouseRules, _ books: [OpenedWorkbook]) throws {
    self.options = options
    self.rules = rules
    self.books = books
    recalledMaps = options.map == nil ? options.maps : []
    // What the files held is only told, and found out while they are read.
    let digests = Ahead { Result { try books.map { try $0.digests() } } }
    var records = try RecordReader.read(Institution.inputs(books), options: try options.readOptions(rules))
    digestsByBook = try digests.value.get()
    for (book, digests) in zip(books, digestsByBook) {
      let told = digests.map(\.sha256).joined(separator: "+")
      for i in records.sources.indices where records.sources[i].sheet.file == book.path {
        records.sources[i].digest = told
      }
    }
    var work = Parallel()
    let (read, settings) = (records, rules.settings)
    let engaged = work.add { Engagement(read, settings: settings) }
    let odd = work.add { CaseBook(read, settings: settings).findings + PlanFindings.make(read) }
    work.run()
    records.findings += odd.value
    self.records = records
    engagement = engaged.value
  }

  /// Adds what referral links and the points sheet have wrong to what the sheets have wrong. A faulty points rule says
  /// nothing here: the rules' own check tells it.
  mutating func checkLoyalty() {
    let referrals = Referrals(records, engagement: engagement)
    let ledger = try? PointsLedger(
      records, engagement: engagement, referrals: referrals, settings: rules.settings, rules: rules.book)
    records.findings += referrals.findings + (ledger?.findings ?? [])
  }

  /// The open workbooks as the record reader takes them.
  func inputs() -> [InputWorkbook] { Institution.inputs(books) }

  static func inputs(_ books: [OpenedWorkbook]) -> [InputWorkbook] {
    books.map { book in
      InputWorkbook(
        file: book.path, encoding: book.dialects.first?.encoding.rawValue, reading: book.reading)
    }
  }
}
