import Tabular

/// Where a name of two characters is likelier a piece of other words: 对于|生, 任何|一, 非常|大, 一张|卡.
enum GrownWords {
  /// Second characters that are hardly anybody's given name: 于其, 何以, 张的.
  private static let grammar = set(
    "的了是在有不也都就再又还很太更最其这那我你他她它们个两几什么为被把从对以会要去看到得着过吗呢吧啊里上内外前才只已没和与或而且但因所如若虽则即使让给向比及至于此每些您啦哦嘛呀哪怎谁么该曾将正却便仍并无未勿莫")

  /// Surnames that other words end with, and what stands before them there.
  private static let before: [UInt32: ScalarSet] = {
    var before: [UInt32: ScalarSet] = [:]
    for line in endings.listed {
      guard let surname = line.unicodeScalars.first else { continue }
      before[surname.value] = set(line.dropFirst())
    }
    return before
  }()

  private static let endings = """
    于对关由终在属等处至用位基善勇出敢低高大小过忠源急限易便利适鉴居介濒苦乐甘归致有生死多少难早晚迟优劣次富穷浓专擅贯精安服敌胜败毁流趋倾近胜通陷闲限强弱异长短同止碍迫忙累惯习迷囿
    任责担胜信就委前后现兼历连调主上卸
    何任如为几奈缘从无若
    常非经平通日正时异反家照寻往时失恒惯如
    成完变形组达构造养生促看当分制合做写说换改编集赞落促速早晚长建
    时当小有同随及准按平定到临那这何暂课学工用计限届其不一多少顿过费省超延初旧战古
    能可功性不才只就都技智潜职体动万本官核节也还又总真最很更仍怎谁
    向方倾一面走转去飞指意导志动朝取单双横纵趋偏定
    后然以最之今随事背前午落先其此幕饭课会年月日病婚产战善
    和平温柔随缓暖祥饱总谐调附柔共亲
    从自服听跟无顺遵盲
    应反适相响对供理本感效呼顺不照答报
    相互真照首长变竞争面形想自
    平公和水太生不和持扯摆
    全安完齐保健成周
    明说证声聪透文发光清鲜表黎分精简阐英贤证失高开昌严
    马立罗木斑骑牛赛
    张一二两三四五六七八九十几这那每多半数紧夸主开扩慌整单纸铺慢声图嚣伸舒
    方地对双官四东西北南大平多一各前后敌军药处
    高提最较更很太偏崇拔跳身升极超不增清登
    安保治平不早晚公西延心天民入转
    文语中英作课论原散国范图条正公全天人古外诗碎
    金资基现奖黄美白奖租押佣酬薪本罚税定学五合重退赎千
    水开热冷喝墨薪口汗泪香下雨风山海河江自茶流缩洪胶汽
    白明空黑雪洁表漂坦苍告独旁对
    家大国专作学全在回老公自人东住商买卖厂玩行管一两几儿本店
    路一道公马铁线网走思半问迷上出套门在
    程课工过流进教日旅行历章里全前专
    关有相无机海把开难通攻玄双闯
    边身一旁两这那周海路左右东西南北里外上下半河
    强加很坚增最更富豪勉顽倔较变太
    别特分区差级性个告离鉴类辨识送
    连接流牵相一
    单简订账菜名床不被清存保买下开传孤凭
    解了理分讲化误见瓦调破溶和详注谅
    项事各选专款单强
    花开棉烟雪火烹葱浪眼种
    段阶一时路手片地身
    包书钱面背红打邮承荷面
    章文图篇规勋印私乐
    房住客厨书库药心平楼票一两几这那每标新开订退病厢
    游旅导上下中出网手电力畅漫
    管尽不只主保血水吸托监
    东房股做山广京华
    南指东西海湖云越济河
    江长珠浙黑滨沿
    田油农种稻
    公办主愚
    党政入共
    景风背前全场夜情外盆远近街
    齐一整看配
    古考自复仿上远
    温体保气高低恒常升
    冷寒变很制发太
    雷地打
    石宝钻岩
    红大火粉口网走分鲜通变脸西枣
    黄金蛋枯泛
    楼大上下一二三四五六七八九十高酒出整每阁
    车上下坐打开汽火停班校堵轿公电货倒骑客候乘
    王帝霸称
    国中全外我本祖美英法德韩各出爱回帝王该
    史历
    武比威
    毛羽眉皮发
    牛吹蜗黄水奶
    龙恐沙水
    路公
    司公上官
    商经协厂客电智
    曾不未似何几
    书图看买读本这那好新教证的全旧丛
    许也或不允少
    """

  private static func set(_ text: some StringProtocol) -> ScalarSet {
    ScalarSet { insert in for scalar in text.unicodeScalars { insert(scalar.value) } }
  }

  /// True where a name's second character makes it a word of grammar rather than a name.
  static func isGrammar(_ name: [UInt32]) -> Bool { name.count == 2 && grammar.contains(name[1]) }

  /// True where the first character of a name belongs to the word before it.
  @inline(__always)
  static func belongsBefore(_ s: [UInt32], _ range: Range<Int>) -> Bool {
    guard range.lowerBound > 0, let heads = before[s[range.lowerBound]] else { return false }
    return heads.contains(s[range.lowerBound - 1])
  }

  /// True where other words end with the first character of a name of two: in the row of its own customer it counts.
  static func mayBelongBefore(_ name: [UInt32]) -> Bool { name.count == 2 && before[name[0]] != nil }
}
