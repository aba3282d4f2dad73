import Testing

@testable import Privacy

/// The mask table over values as real sheets hold them, printed; each masked value as privacy rules say, or hidden whole.
@Suite("The mask table")
struct MaskTableTests {
  static let values: [(rule: String, value: String, masked: String)] = [
    ("name", "段正淳", "段**"), ("name", "刘三", "刘*"), ("name", "欧阳娜娜", "欧阳**"), ("name", "欧阳锋", "欧阳*"),
    ("name", "司马光", "司马*"), ("name", "麦麦提·赛帕克", "麦******"), ("name", "欧阳", "欧*"), ("name", "王", "*"),
    ("name", "John Smith", "**** S****"), ("name", "Mary-Jane O'Neil", "********* O*****"), ("name", "诸葛孔明", "诸葛**"),
    ("name", "张王李明", "张***"), ("name", "张三、李四", "张*、李*"), ("name", "王小明 王小红", "王** 王**"),
    ("name", "古丽．买买提", "古*****"), ("name", "陈Michael", "陈*******"), ("name", "김철수", "***"),
    ("phone", "18049531999", "180****1999"), ("phone", "+86 180 4953 1999", "180****1999"),
    ("phone", "１８０４９５３１９９９", "180****1999"), ("phone", "1.8049531999E10", "180****1999"),
    ("landline", "09157518479", "0915*****79"), ("landline", "02012345678", "020******78"),
    ("landline", "(010)12345678-801", "010******78-***"), ("landline", "400-800-1234", "400*****34"),
    ("landline", "8888666", "*******"), ("foreign", "+852 91234567", "+852 ******67"),
    ("foreign", "00853 6612 3456", "+853 ******56"), ("foreign", "+886-912-345-678", "+886 *******78"),
    ("foreign", "+44 20 7946 0958", "+44 ********58"), ("phone", "1380013800", "**********"), ("phone", "妈妈的号", "****"),
    ("id_card", "51343620000320711X", "5***************1X"), ("id_card", "150102880730303", "1************03"),
    ("id_card", "1.10105E+17", "***********"), ("id_card", "110105194912310000", "******************"),
    ("permit", "H12345678", "H******78"), ("permit", "A123456(7)", "A*****67"), ("permit", "1234567890", "1*******90"),
    ("permit", "E12345678", "E******78"), ("permit", "5215299(8)", "5*****98"), ("plate", "京A12345", "京A****5"),
    ("plate", "粤BD12345", "粤B*****5"), ("plate", "粤Z1234港", "粤Z****港"), ("plate", "不是车牌", "****"),
    ("bank_card", "11011111222233333256", "1101 **** **** **** 3256"),
    ("bank_card", "6227880100100105123", "6227 **** **** *** 5123"),
    ("bank_card", "6222021234567890", "6222 **** **** 7890"),
    ("email", "duandazhi@126.com", "d********@126.com"), ("email", "a@b.com", "*@b.com"), ("email", "a@b", "***"),
    ("address", "北京市海淀区马连洼街道289号", "北京市海淀区****"), ("address", "浙江省杭州市余杭区文一西路1号", "浙江省杭州市余杭区****"),
    ("address", "江苏省昆山市玉山镇", "江苏省昆山市****"), ("address", "内蒙古锡林郭勒盟正蓝旗上都镇", "内蒙古锡林郭勒盟正蓝旗****"),
    ("address", "云南省大理白族自治州大理市下关镇", "云南省大理白族自治州大理市****"), ("address", "阳光小区3号楼", "****"),
    ("address", "开发区社区市场", "****"), ("wechat", "zhang_2008", "z********8"), ("wechat", "abcd", "****"),
    ("qq", "12345678", "1******8"), ("birthday", "2014-05-06", "2014"), ("birthday", "5月6日", "****"),
    ("free_text", "电话13800138001找我", "电话138****8001找我"),
    ("free_text", "订单号202603051234567890，¥1,200.00", "订单号202603051234567890，¥1,200.00"),
  ]

  @Test("Every value comes out as the rule says")
  func table() throws {
    var lines = ["| rule | value | masked | what it was |", "| --- | --- | --- | --- |"]
    for (rule, value, masked) in Self.values {
      let outcome = try Masks.apply(rule: rule, value: value)
      #expect(outcome.text == masked, "\(rule) \(value)")
      lines.append("| \(rule) | \(value) | \(outcome.text) | \(outcome.kind.rawValue) |")
    }
    print(lines.joined(separator: "\n"))
  }
}
