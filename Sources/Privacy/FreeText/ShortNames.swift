import Tabular

/// What people are called for short in notes: 段正淳 → 正淳, 小淳, 淳淳 · 王伟 → 小伟, 伟伟 · Amy Lee → Amy, Lee.
///
/// Such a word counts only in company (正淳妈妈, Mrs Smith): alone it may be any word. What is a word or a title in
/// itself (明明, 小学, 王老师 → 老师) is left out.
struct ShortNames {
  private(set) var words: [String] = []
  /// Given names seen, so that each is worked on once.
  private var seen = TextPool()
  private var index = TextIndex()
  /// Last characters of given names seen: 小伟 and 伟伟 come from every 伟.
  private var lasts: Set<UInt32> = []

  mutating func add(_ name: UnsafeBufferPointer<UInt8>) {
    if Masker.isPlainHan(name) {
      guard (2...4).contains(name.count / 3) else { return }
      let given = UnsafeBufferPointer(rebasing: name[(3 * Surnames.length(of: name))...])
      let before = seen.count
      guard given.count == 3 || given.count == 6, index.intern(given, in: &seen) == before else { return }
      let text = String(decoding: given, as: UTF8.self)
      guard let last = text.unicodeScalars.last else { return }
      if lasts.insert(last.value).inserted {
        offer("小\(last)")
        offer("\(last)\(last)")
      }
      if text.count == 2 { offer(text) }
    } else if name.allSatisfy({ $0 < 0x80 }), name.contains(0x20) {
      for word in name.split(separator: 0x20) where word.count > 2 && word.allSatisfy(isLetter) {
        if word[word.startIndex] < 0x60 { offer(String(decoding: word, as: UTF8.self)) }
      }
    }
  }

  private mutating func offer(_ word: String) {
    if ShortNames.words.contains(word) { return }
    let scalars = word.unicodeScalars.map(\.value)
    if !CommonWords.set.contains(scalars), !ShortNames.company.contains(scalars) { words.append(word) }
  }

  private static let company = Set(PersonCompany.all)

  /// Words, titles and kin that look like short names.
  private static let words = Set(
    """
    明明 刚刚 常常 慢慢 好好 多多 人人 个个 往往 渐渐 偷偷 轻轻 高高 大大 小小 白白 谢谢 看看 试试 听听 说说 想想 问问 聊聊 宝宝 最最 久久 早早 \
    紧紧 静静 默默 满满 统统 家家 时时 处处 天天 年年 月月 日日 样样 件件 样样 清清 楚楚 平平 安安 快快 连连 \
    小学 小时 小心 小组 小班 小区 小孩 小说 小升 小朋 小事 小红 小程 小测 小提 小语 小初 小高 小雨 小雪 小满 小姐 小伙 小哥 小妹 小弟 小吃 小品 小数 小号 小型 小众 小计 小结 小票 小费 小额 小于 \
    顾问 老师 教练 主管 校长 助教 客服 前台 经理 主任 园长 班长 总监 同学 家长 先生 女士 小姐 阿姨 叔叔 医生 律师 护士 司机 会计 出纳 教师 店长 组长
    """.listed.map(String.init))
}
