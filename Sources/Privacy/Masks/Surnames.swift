import Tabular

/// Surnames of two characters, simplified and traditional.
enum Surnames {
  private static let compound = """
    欧阳 歐陽 太史 端木 上官 司马 司馬 东方 東方 独孤 獨孤 南宫 南宮 万俟 萬俟 闻人 聞人 夏侯 诸葛 諸葛 尉迟 尉遲 公羊 赫连 赫連 澹台 澹臺
    皇甫 宗政 濮阳 濮陽 公冶 太叔 申屠 公孙 公孫 慕容 仲孙 仲孫 钟离 鍾離 长孙 長孫 宇文 司徒 鲜于 鮮于 司空 闾丘 閭丘 子车 子車 亓官 司寇
    巫马 巫馬 公西 颛孙 顓孫 壤驷 壤駟 公良 漆雕 乐正 樂正 宰父 谷梁 穀梁 拓跋 拓拔 夹谷 夾谷 轩辕 軒轅 令狐 段干 百里 呼延 东郭 東郭
    南门 南門 羊舌 微生 公户 公戶 公玉 公仪 公儀 梁丘 公仲 公上 公门 公門 公山 公坚 公堅 左丘 公伯 西门 西門 公祖 第五 公乘 贯丘 貫丘 公皙
    南荣 南榮 东里 東里 东宫 東宮 仲长 仲長 子书 子書 子桑 即墨 达奚 達奚 褚师 褚師 纳兰 納蘭 归海 歸海 完颜 完顏 叶赫 葉赫 那拉 瓜尔佳
    耶律 西陵 东陵 東陵 贺兰 賀蘭 贺若 賀若 斛律 秃发 禿髮 乞伏 哥舒 阿史那 侯莫陈 沮渠 屈突 北宫 北宮 淳于 綦毋 綦毌
    相里 辗迟 佟佳 赫舍里 钮祜禄 富察 费莫 他塔喇 博尔济吉特 爱新觉罗 愛新覺羅 范姜 司城 司鸿 司鴻 主父 南郭
    北郭 东门 東門 东闾 西乞 新垣 长鱼 士孙 士孫 叔孙 叔孫 季孙 季孫 孟孙 孟孫 毋丘 毌丘 尔朱 爾朱 吐谷浑 豆卢
    """

  private static func key(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(a) << 32 | UInt64(b) }

  private static let pairs: Set<UInt64> = {
    var pairs: Set<UInt64> = []
    for name in compound.listed {
      let scalars = Array(name.unicodeScalars)
      if scalars.count == 2 { pairs.insert(key(scalars[0].value, scalars[1].value)) }
    }
    return pairs
  }()

  /// Longer ones, of Manchu and other peoples.
  private static let long: [String] = compound.listed.map(String.init).filter {
    $0.count > 2
  }

  /// First characters, so that nearly every name is told from a compound one by a look into a small table.
  private static let heads: [Bool] = {
    var heads = Array(repeating: false, count: 0x10000)
    for name in compound.listed {
      if let first = name.unicodeScalars.first, first.value < 0x10000 { heads[Int(first.value)] = true }
    }
    return heads
  }()

  /// How many characters of a Han name are its surname: 1, or more for a compound one that is not the whole name.
  static func length(of name: UnsafeBufferPointer<UInt8>) -> Int {
    guard name.count >= 9 else { return 1 }
    let first = scalar(name, 0)
    if !heads[Int(first)] { return 1 }
    if pairs.contains(key(first, scalar(name, 3))) { return 2 }
    let text = String(decoding: name, as: UTF8.self)
    return long.first { text.hasPrefix($0) && text.count > $0.count }?.count ?? 1
  }

  /// True where a text is a compound surname and nothing else.
  static func isCompound(_ text: some StringProtocol) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return scalars.count == 2 ? pairs.contains(key(scalars[0].value, scalars[1].value)) : long.contains { $0 == text }
  }

  /// As above, for a name as characters.
  static func length(of name: [Character]) -> Int {
    guard name.count >= 3, let a = name[0].unicodeScalars.first, let b = name[1].unicodeScalars.first else { return 1 }
    if pairs.contains(key(a.value, b.value)) { return 2 }
    let text = String(name)
    return long.first { text.hasPrefix($0) && text.count > $0.count }?.count ?? 1
  }

  @inline(__always)
  private static func scalar(_ s: UnsafeBufferPointer<UInt8>, _ i: Int) -> UInt32 {
    UInt32(s[i] & 0x0F) << 12 | UInt32(s[i + 1] & 0x3F) << 6 | UInt32(s[i + 2] & 0x3F)
  }
}

/// Han ideographs of every block.
func isHan(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3007: return true
  default: return false
  }
}

/// Letters of Latin alphabets.
func isLatin(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: return true
  default: return false
  }
}
