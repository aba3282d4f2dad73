import ByteScanning
import Foundation
import Localisation
import Tabular
import TestSupport
import Testing

@testable import CustomerRecords

@Suite("The field catalogue")
struct CatalogueTests {
  let catalogue = FieldCatalogue.standard

  @Test("no header means two fields of one table")
  func unique() {
    for table in TableKind.allCases {
      var owner: [String: String] = [:]
      for field in catalogue.fields(of: table) {
        for word in field.zh + field.en + [field.name] {
          let key = HeaderFolding.key(word)
          #expect(owner[key] == nil || owner[key] == field.name, "\(table) \(word): \(owner[key] ?? "") \(field.name)")
          owner[key] = field.name
        }
      }
    }
  }

  @Test("every field has a header in both languages")
  func titles() {
    for field in catalogue.fields { #expect(!field.zh.isEmpty && !field.en.isEmpty, "\(field.id)") }
  }

  @Test(arguments: [
    ("＊金 额（万元）", "金额"), ("電話", "电话"), ("Phone_Number:", "phonenumber"), ("费用/元", "费用"), ("电话/手机", "电话/手机"),
    ("【备注】", "备注"), ("学费(", "学费"), ("ＡＢＣ　１", "abc1"), ("Straße①", "straße1"), ("\u{FEFF}姓—名？", "姓名"), ("--", ""),
    ("学员 ID_2", "学员id2"), ("Guardian-Phone", "guardianphone"), ("繁體字", "繁体字"),
  ]) func headersAreMadeComparable(_ header: String, _ key: String) {
    #expect(HeaderFolding.key(header) == key)
  }

  @Test("a row number is no id")
  func serial() {
    for word in ["序号", "No.", "行号"] { #expect(catalogue.matches(HeaderFolding.key(word)).isEmpty, "\(word)") }
  }

  @Test("headers match as a whole, never by substring")
  func whole() {
    #expect(catalogue.match(HeaderFolding.key("家庭住址"), in: .customers)?.field.name == "address")
    #expect(catalogue.match(HeaderFolding.key("家长姓名"), in: .customers)?.field.name == "guardian_name")
    #expect(catalogue.match(HeaderFolding.key("承诺日期"), in: .visits)?.field.name == "promised_on")
    #expect(catalogue.match(HeaderFolding.key("客户编号备注"), in: .customers) == nil)
  }

  @Test("a user's sheet changes a field and adds one; bad rows are told")
  func overlay() throws {
    var own = catalogue
    let sheet = Grid(
      template: """
        table,field,type,class,headers zh,headers en
        customers,need,,sensitive,,
        customers,shoe_size,integer,quasi,鞋码,shoe size
        nowhere,x,text,normal,,
        customers,y,colour,normal,,
        customers,z,text,secret,,
        """, file: "rules.xlsx", sheet: "fields")
    let problems = own.overlay(sheet)
    #expect(own.definition("customers.need")?.fieldClass == .sensitive)
    #expect(own.definition("customers.need")?.type == .freeText)
    #expect(own.match(HeaderFolding.key("鞋码"), in: .customers)?.field.type == .integer)
    #expect(problems.map(\.code.rawValue) == ["E131", "E132", "E133"])
    #expect(problems.map(\.address) == ["A4", "C5", "D6"])
  }

  @Test("choices fold to the word rules use; others stay")
  func choices() throws {
    let book = ChoiceBook.standard
    let gender = try #require(catalogue.definition("customers.gender"))
    let intent = try #require(catalogue.definition("customers.intent_proposed"))
    #expect(book.canonical("男生", of: gender) == "男")
    #expect(book.canonical("Female", of: gender) == "女")
    #expect(book.canonical("Ａ级", of: intent) == "A")
    #expect(book.canonical("a", of: intent) == "A")
    #expect(book.canonical("High in Relevance", of: intent) == nil)
    #expect(book.values(of: gender) == ["男", "女"])
  }

  @Test("no word stands for two values of a field")
  func choicesAreClear() {
    let text = Corpus.packageRoot.appending(path: "templates/rules/choices.csv")
    let grid = Grid(template: (try? String(contentsOf: text, encoding: .utf8)) ?? "", file: "c", sheet: "c")
    #expect(grid.rows.count > 100)
    var owner: [String: String] = [:]
    for row in grid.rows.indices.dropFirst() {
      let field = grid.text(row, 0) + "." + grid.text(row, 1)
      #expect(catalogue.definition(FieldID(rawValue: field))?.type == .choice, "\(field)")
      let value = grid.text(row, 2)
      for word in [value] + FieldCatalogue.words(grid.text(row, 3)) + FieldCatalogue.words(grid.text(row, 4)) {
        let key = field + "|" + HeaderFolding.value(word)
        #expect(owner[key] == nil || owner[key] == value, "\(field) \(word)")
        owner[key] = value
      }
    }
  }

  @Test("every code has its sentence and advice in both languages")
  func phrases() throws {
    let folder = Corpus.packageRoot.appending(path: "Sources/CustomerRecords")
    var codes: Set<String> = []
    var keys: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /"(E1\d\d)"/) { codes.insert(String(match.1)) }
      for match in text.matches(of: /"@((?:date|form|duplicate|implied)\.[a-z_]+)/) { keys.insert(String(match.1)) }
    }
    #expect(codes.count > 30)
    for code in codes {
      #expect(Phrasebook.has(code) && Phrasebook.has(code + ".help"), "\(code)")
    }
    for key in keys where !key.hasSuffix(".") { #expect(Phrasebook.has(key), "\(key)") }
    for kind in TableKind.allCases {
      #expect(Phrasebook.has("table.\(kind)") && Phrasebook.has("keys.\(kind)"))
    }
  }
}
