import Testing

@testable import Privacy

@Suite("Masks of single values")
struct MaskTests {
  @Test(
    "Names keep the surname",
    arguments: [
      ("段正淳", "段**"), ("刘三", "刘*"), ("欧阳娜娜", "欧阳**"), ("欧阳锋", "欧阳*"), ("司马光", "司马*"), ("麦麦提·赛帕克", "麦******"),
      ("欧阳", "欧*"), ("王", "*"), ("John Smith", "**** S****"), ("Smith, John", "S****, ****"), ("歐陽鋒", "歐陽*"),
      ("张　三", "张 *"), ("张三、李四", "张*、李*"), ("张三丰 李四光", "张** 李**"), ("王小 明", "王* *"),
      ("John Smith Jr.", "**** S**** ***"),
      ("José García", "**** G*****"), ("诸葛孔明", "诸葛**"), ("王李小明", "王***"), ("爱新觉罗溥仪", "爱新觉罗**"), ("张三(妈妈)", "张*****"),
      ("𠮷田", "𠮷*"), ("A", "*"), ("13800138000", "***********"), ("Иван Петров", "***********"),
    ])
  func name(value: String, masked: String) throws {
    #expect(try Masks.apply(rule: "name", value: value).text == masked)
  }

  @Test(
    "Phones keep three and four, landlines area and two",
    arguments: [
      ("18049531999", "180****1999"), ("+8618049531999", "180****1999"), ("+86 180 4953 1999", "180****1999"),
      ("180-4953-1999", "180****1999"), ("１８０４９５３１９９９", "180****1999"), ("1.8049531999E10", "180****1999"),
      ("1.8049531999E+10", "180****1999"), ("18049531999.0", "180****1999"), ("8618049531999", "180****1999"),
      ("008618049531999", "180****1999"), ("(+86)18049531999", "180****1999"), ("180\u{200B}49531999", "180****1999"),
      ("09157518479", "0915*****79"), ("0915-7518479", "0915*****79"), ("02012345678", "020******78"),
      ("+862012345678", "020******78"), ("010-12345678-801", "010******78-***"),
      ("010-12345678转801", "010******78-***"),
      ("4008001234", "400*****34"), ("400-800-1234", "400*****34"), ("+852 91234567", "+852 ******67"),
      ("+85291234567", "+852 ******67"), ("00852 9123 4567", "+852 ******67"), ("+1 (415) 555-2671", "+1 ********71"),
      ("+886912345678", "+886 *******78"), ("+853 66123456", "+853 ******56"),
      ("18049531999/13900139000", "180****1999/139****9000"), ("18049531999 13900139000", "180****1999 139****9000"),
      ("18049531999、13900139000", "180****1999、139****9000"), ("12345678", "********"), ("妈妈", "**"),
      ("138****0021", "***********"),
    ])
  func phone(value: String, masked: String) throws {
    #expect(try Masks.apply(rule: "phone", value: value).text == masked)
  }

  @Test(
    "What a spreadsheet damaged is told and hidden whole",
    arguments: [
      ("id_card", "1.10105E+17"), ("id_card", "110105194912310000"), ("phone", "1804953199"), ("phone", "1.80495E+10"),
      ("bank_card", "6.22202E+15"),
    ])
  func damaged(rule: String, value: String) throws {
    let outcome = try Masks.apply(rule: rule, value: value)
    #expect(outcome.kind == .damaged)
    #expect(outcome.text == String(repeating: "*", count: value.count))
  }

  @Test(
    "Numbers and addresses follow the table",
    arguments: [
      ("id_card", "51343620000320711X", "5***************1X"), ("id_card", "51343620000320711x", "5***************1X"),
      ("id_card", "150102880730303", "1************03"), ("id_card", "513436 20000320 711X", "5***************1X"),
      ("id_card", "H12345678", "H******78"), ("id_card", "不知道", "***"),
      ("email", "duandazhi@126.com", "d********@126.com"),
      ("email", "a@b.com", "*@b.com"), ("email", "张三@b.com", "**@b.com"), ("email", "nobody", "******"),
      ("email", "a@b.com; cd@e.cn", "*@b.com; c*@e.cn"),
      ("bank_card", "11011111222233333256", "1101 **** **** **** 3256"),
      ("bank_card", "6227880100100105123", "6227 **** **** *** 5123"),
      ("bank_card", "6222021234567890", "6222 **** **** 7890"),
      ("bank_card", "6222 0212 3456 7890", "6222 **** **** 7890"), ("bank_card", "1234", "****"),
      ("wechat", "zhang_2008", "z********8"), ("wechat", "abcd", "****"), ("qq", "12345678", "1******8"),
      ("birthday", "2014-05-06", "2014"), ("birthday", "2014年5月6日", "2014"), ("birthday", "20140506", "2014"),
      ("birthday", "2014/5/6", "2014"), ("birthday", "5月6日", "****"), ("permit", "E12345678", "E******78"),
      ("permit", "A123456(7)", "A*****67"), ("plate", "京A12345", "京A****5"), ("plate", "粤B·D12345", "粤B*****5"),
      ("all", "任何", "**"),
    ])
  func others(rule: String, value: String, masked: String) throws {
    #expect(try Masks.apply(rule: rule, value: value).text == masked)
  }

  @Test(
    "Addresses keep province, prefecture and a county-level name that is real",
    arguments: [
      ("北京市海淀区马连洼街道289号", "北京市海淀区****"), ("浙江省杭州市余杭区文一西路1号", "浙江省杭州市余杭区****"), ("江苏省昆山市玉山镇", "江苏省昆山市****"),
      ("阳光小区3号楼", "****"), ("上海路12号", "****"), ("广东省东莞市南城街道", "广东省东莞市****"), ("北京市朝阳区", "北京市朝阳区****"),
      ("湖南省津市市汪家桥", "湖南省津市市****"), ("内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇", "内蒙古自治区呼伦贝尔市鄂温克族自治旗****"),
      ("四川省凉山彝族自治州西昌市航天大道", "四川省凉山彝族自治州西昌市****"), ("凉山州西昌市航天大道", "凉山州西昌市****"), ("重庆市市辖区渝北区龙溪街道", "重庆市渝北区****"),
      ("吉林省吉林市船营区", "吉林省吉林市船营区****"), ("吉林市船营区", "吉林市船营区****"), ("河北省赵县石塔路", "河北省赵县****"), ("东区3号楼", "****"),
      ("浙江 杭州 西湖区", "浙江杭州西湖区****"), ("开发区社区市场", "****"), ("苏州工业园区星湖街", "苏州****"), ("12 High Street, London", "****"),
    ])
  func address(value: String, masked: String) throws {
    #expect(try Masks.apply(rule: "address", value: value).text == masked)
  }

  @Test("A value that already carries masks is hidden whole", arguments: ["李**", "138****0021", "王×明", "a＊b"])
  func alreadyMasked(value: String) throws {
    for rule in MaskRule.allCases where rule != .freeText && rule != .address && rule != .all {
      let outcome = Masks.apply(rule, to: value)
      #expect(outcome.text == String(repeating: "*", count: value.count))
      #expect(outcome.kind == .hidden)
    }
  }

  @Test(
    "Of a hostile name nothing but a first letter is left",
    arguments: [
      "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "]]>", "javascript:1", "@SUM(A1)", "\u{202E}evil\u{202C}",
    ])
  func hostile(value: String) {
    let made = Masks.apply(.name, to: value).text
    #expect(made.count { $0 != "*" && $0 != " " && $0 != "," } <= 1)
    #expect(!made.unicodeScalars.contains { $0.value == 0x202E })
  }

  @Test("Invisible characters do not hide a name from its mask", arguments: ["\u{202E}段正淳", "段\u{200B}正\u{FEFF}淳"])
  func invisible(value: String) { #expect(Masks.apply(.name, to: value).text == "段**") }

  @Test("An unknown rule names the nearest one")
  func unknownRule() {
    #expect(throws: (any Error).self) { try Masks.apply(rule: "phnoe", value: "1") }
    do { _ = try Masks.apply(rule: "phnoe", value: "1") } catch { #expect("\(error)".contains("phone")) }
  }

  @Test(
    "Check digits of identity cards",
    arguments: [
      "11010519491231002X", "81000019980902013X", "820000200009100032", "830000200209060065", "932682198501010017",
      "321083197812162119",
    ])
  func validCards(number: String) { #expect(IDCard.isValid(number)) }

  @Test("Wrong check digits are told", arguments: ["412822185703252531", "372928198312103215"])
  func invalidCards(number: String) { #expect(!IDCard.isValid(number)) }

  @Test("15 places become 18")
  func upgraded() {
    #expect(IDCard.upgraded("150102880730303") == "150102198807303035")
    #expect(IDCard.upgraded("330102200403064") == "33010219200403064X")
  }

  @Test("The list of divisions is nearly complete")
  func divisions() {
    #expect(Divisions.shared.provinceCount == 34)
    #expect(Divisions.shared.countyCount > 2_850)
  }
}
