/// Characters and words that ordinary Chinese sheets are full of: the evidence for an encoding.
enum CommonCharacters {
  /// The most frequent characters of modern text in both scripts, and those of customer sheets.
  private static let text = """
    的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运
    這個們來為國時說會對發後裡種過經學現當沒動還進樣實軍無與長機從業將兩間問應戰頭體見產話給門東聲員論處義幾認條係氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設類據邊張該規萬術領傳師觀讓識帶導爭運
    客户姓名手机电话地址备注邮箱身份证性城市类型状态级课程老师校班费用欠款额订单编号回访登记来源渠道报家长孩微信满意度评分
    戶機話備註郵證態級師費單編號訪記來報長滿評優專聯絡購買銷售價貨訂廠
    """

  /// By code point below U+10000.
  static let isCommon: [Bool] = {
    var flags = [Bool](repeating: false, count: 65_536)
    for scalar in text.unicodeScalars where scalar.value >= 0x4E00 { flags[Int(scalar.value)] = true }
    return flags
  }()

  /// As UTF-8.
  static let headerWords: [[UInt8]] = [
    "姓名", "手机", "电话", "日期", "编号", "地址", "备注", "客户", "学员", "课程", "金额", "类型", "状态", "邮箱", "班级", "校区",
    "電話", "手機", "編號", "備註", "客戶", "學員", "課程", "金額", "類型", "狀態", "郵箱", "班級", "校區", "公司", "名稱", "名称",
  ].map { Array($0.utf8) }
}
