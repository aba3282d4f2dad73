/// The words before a number that tell what it is.
enum TextLabels {
  enum Kind { case none, order, phone, identity, card }

  struct Account {
    /// Where the id would begin.
    var end: Int
    /// True where a colon, 号 or 是 stands between label and id.
    var isExplicit: Bool
  }

  /// Words with blanks between them; `_` stands for a blank inside one.
  private static func words(_ list: String) -> [[UInt32]] {
    list.split(separator: " ").map { $0.replacing("_", with: " ").unicodeScalars.map(\.value) }.sorted {
      $0.count > $1.count
    }
  }

  private static let orders = words(
    "订单 单号 订单编号 合同 合同号 流水 流水号 发票 发票号 运单 快递 编号 学号 工号 会员号 批次 票号 货号 条码 order no invoice number ref contract tracking ticket"
  )
  private static let phones = words(
    "电话 手机 座机 固话 号码 联系方式 拨打 致电 来电 回电 tel phone mobile call cell whatsapp")
  private static let identities = words("身份证 证件 身份证号码 证件号码 id")
  private static let cards = words("卡号 银行卡 账号 帐号 账户 帐户 储蓄卡 信用卡 account card iban")
  /// Labels by their last scalar: kinds in the order they are asked for, in a kind the longest first.
  private static let byLast: [UInt32: [(kind: Kind, word: [UInt32])]] = {
    var byLast: [UInt32: [(kind: Kind, word: [UInt32])]] = [:]
    for (kind, list) in [(Kind.order, orders), (.phone, phones), (.identity, identities), (.card, cards)] {
      for word in list { byLast[word[word.count - 1], default: []].append((kind, word)) }
    }
    return byLast
  }()
  private static let accounts = words(
    "微信号 微信 微信id wechat weixin wx vx v信 威信 薇信 微x 加v qq qq号 扣扣 企鹅号 q号 line telegram whatsapp skype 徽信 wei信 薇x 加微 加薇 微号 微 薇 v 绿泡泡 小红书号 抖音号 qq邮箱前缀"
  )
  private static let documents = words(
    "护照 护照号 护照号码 通行证 通行证号 港澳通行证 回乡证 台胞证 台湾通行证 居住证 证件号 证件号码 passport passport_no passport_number")
  /// First scalars of account labels, folded.
  static let accountHeads = Set((accounts + documents).map { $0[0] })

  @inline(__always)
  private static func folded(_ s: UInt32) -> UInt32 { s >= 0x41 && s <= 0x5A ? s | 0x20 : s }

  /// What the text right before scalar `at` says of a number that starts there.
  static func before(_ text: [UInt32], at: Int) -> Kind {
    var end = at
    var skipped = 0
    while true {
      guard end > 0 else { break }
      if let words = byLast[folded(text[end - 1])] {
        for (kind, word) in words where ends(text, at: end, with: word) { return kind }
      }
      guard skipped < 4, isFiller(text[end - 1]) else { break }
      end -= 1
      skipped += 1
    }
    return .none
  }

  /// Colons, 号, 是, 为, spaces, `#`, `+` and brackets between a label and its number.
  private static func isFiller(_ s: UInt32) -> Bool {
    switch s {
    case 0x20, 0x3A, 0x2B, 0x23, 0x3D, 0x28, 0x2E, 0x53F7, 0x662F, 0x4E3A, 0x3010, 0x201C, 0x22: return true
    default: return false
    }
  }

  private static func ends(_ text: [UInt32], at end: Int, with word: [UInt32]) -> Bool {
    guard end >= word.count else { return false }
    for (i, scalar) in word.enumerated() where folded(text[end - word.count + i]) != scalar { return false }
    // A Latin label is a word of its own: `no` does not end `casino`.
    if word[0] < 0x80, end > word.count {
      let s = text[end - word.count - 1]
      if s < 0x80, isLetter(UInt8(s)) { return false }
    }
    return true
  }

  /// Where the number behind a passport's or permit's label would begin.
  static func document(_ text: [UInt32], at: Int) -> Int? {
    for word in documents where at + word.count < text.count {
      guard word.indices.allSatisfy({ folded(text[at + $0]) == word[$0] }) else { continue }
      var i = at + word.count
      while i < text.count, i - at - word.count < 4, isFiller(text[i]) || text[i] == 0x7801 { i += 1 }
      return i
    }
    return nil
  }

  /// The WeChat or QQ label that starts at scalar `at`, and where an id behind it would begin.
  static func account(_ text: [UInt32], at: Int) -> Account? {
    if at > 0, text[at] < 0x80 {
      let s = text[at - 1]
      if s < 0x80, isLetter(UInt8(s)) || isDigit(UInt8(s)) { return nil }
    }
    for word in accounts where at + word.count < text.count {
      guard word.indices.allSatisfy({ folded(text[at + $0]) == word[$0] }) else { continue }
      var i = at + word.count
      var explicit = false
      var seen = 0
      while i < text.count, seen < 5 {
        switch text[i] {
        case 0x3A, 0x53F7, 0x662F, 0x4E3A, 0x3D: explicit = true
        case 0x20, 0x28, 0x201C, 0x22, 0x3010: break
        default: seen = 9
        }
        if seen == 9 { break }
        seen += 1
        i += 1
      }
      // A single sign is a label only where something stands between it and the id: 微：abc_12.
      if word.count == 1, !explicit { continue }
      guard i < text.count, text[i] < 0x80,
        i > at + word.count || word[0] > 0x80 || word.last! > 0x80 || isDigit(UInt8(text[i]))
      else { continue }
      // `wechat id: abc`
      if i + 2 < text.count, folded(text[i]) == 0x69, folded(text[i + 1]) == 0x64,
        text[i + 2] == 0x3A || text[i + 2] == 0x20
      {
        i += 3
        explicit = true
        while i < text.count, text[i] == 0x20 || text[i] == 0x3A { i += 1 }
        guard i < text.count, text[i] < 0x80 else { return nil }
      }
      return Account(end: i, isExplicit: explicit)
    }
    return nil
  }
}
