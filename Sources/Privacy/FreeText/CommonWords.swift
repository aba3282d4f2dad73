/// Everyday words that are also possible names: in a note they are masked only where the words around them say that
/// a person is meant, or where they are the name of the row's own customer.
enum CommonWords {
  private static let chinese = """
    高兴 高中 高考 高级 高度 高效 高分 高低 高手 高三 高二 高一 高数 高峰 高速 高价 高端 高科 高楼 安静 安全 安排 安心 安慰 安装 安定 安宁 安好 方便 方法 方向
    方式 方面 方案 方正 方圆 成功 成绩 成长 成人 成果 成为 成立 成熟 成才 成本 成交 周日 周一 周二 周三 周四 周五 周六 周末 周期 周到 周年 周围 周边 周全 马上
    马路 马虎 马力 金额 金融 金牌 金钱 金色 黄色 黄金 黄昏 白天 白色 白板 白领 明天 明白 明显 明年 明确 明星 明亮 明日 常常 经常 常见 常规 常用 常识 时间
    时候 时常 时代 时机 时期 时光 关于 关注 关系 关心 关键 关联 关闭 夏天 夏令 夏季 冬天 冬季 秋天 秋季 春天 春季 暑假 温暖 温柔 温馨 文化 文字 文章 文明
    文静 文件 文科 文学 文具 平时 平台 平均 平安 平静 平等 平常 平板 平稳 和平 和气 和谐 和睦 强烈 强大 强化 强调 严格 严重 严肃 严厉 严谨 段落 段位 江南
    江苏 江西 江北 江东 河北 河南 山东 山西 湖南 湖北 海南 海外 海洋 云南 云端 华东 华北 华南 华为 连续 连接 连忙 万一 万分 万能 万科 千万 百万 百分 单独
    单词 单元 单位 单纯 单价 单子 程度 程序 车辆 车站 车票 路上 路线 路过 路费 路口 向上 向前 向来 向往 武术 武汉 施工 顾虑 顾客 顾问 祝福 祝贺 祝愿 习惯
    习题 计划 计算 计较 费用 费劲 费心 费时 钱包 水平 水果 水准 水彩 林业 石油 石头 石板 花费 花园 花钱 花样 于是 由于 有时 有点 有效 有趣 有意 有空 解决
    解释 解答 解除 应该 应当 应用 项目 项链 全部 全面 全家 全程 全勤 班级 班主 班长 房子 房间 房租 申请 申报 曾经 相当 相信 相关 相同 相比 冷静 冷淡 冷门
    简单 简直 简历 简要 空间 空闲 空白 别人 别的 庄重 柴米 包括 包含 包装 包容 包车 左右 左边 右边 游泳 游戏 游玩 印象 印刷 从来 从前 宿舍 宿命 能力 能够
    能量 幸福 幸运 幸好 司机 司法 后来 后面 后期 东西 东方 东边 西方 西边 南方 北方 北京 南京 上官 公开 公司 公园 公共 公平 公立 公布 太阳 太太 太极 仲裁
    宗旨 宗教 容易 容纳 古代 古筝 古典 古诗 古文 易懂 易学 易错 乐观 乐意 乐器 乐园 乐趣 尚未 尚可 农村 农历 农业 晏然 管理 管教 管用 充分 充足 充满 充值
    辛苦 辛勤 那么 那个 那边 那时 那样 查询 查看 查找 查分 查收 红色 红包 景点 景色 景象 党员 符合 符号 谈话 谈到 谈谈 谈判 许多 许可 何时 何况 任何 任务
    任课 任教 任性 齐全 齐心 康复 健康 伍佰 余额 余下 余地 元旦 元素 元气 卜算 孟子 孔子 老子 庄子 孙子 王子 公主 牛奶 牛肉 牛人 牛津 熊猫 龙虾 鱼片 毛病
    毛笔 毛衣 毛巾 毛利 梅花 梅雨 桃花 李子 杨树 柳树 松树 叶子 叶片 苗条 苗头 谷歌 米饭 米粉 麦当 麦子 麦克 田园 田径 土地 钟头 钟表 钟点 时钟 戴上 戴着
    闻名 闻到 闻讯 沙发 沙滩 沙盘 沙龙 沙画 汤圆 池塘 洪水 洪亮 凌晨 凌乱 霜降 雷雨 雷同 雪花 凤凰 宁可 宁静 宁愿 宁波 宁夏 甘肃 甘愿 甘心 甘草 陈列 陈述 陈旧
    陶瓷 陶艺 陶冶 陶笛 郎朗 贺卡 贺礼 贺岁 赖床 赖皮 赵州 郑重 郑州 蓝色 蓝天 蓝莓 蓝牙 葛根 蒙蔽 蒙古 薄弱 薄荷 薛定 苏州 苏打 苏醒 茅台 范围 范文 范本 范例
    荣誉 荣幸 荣耀 胡同 胡说 胡子 胡闹 胡乱 罗马 罗列 纪念 纪律 纪录 纪要 童年 童话 童装 童声 童书 章节 章程 秦岭 秦淮 祁连 石膏 盛大 盛开 盛夏 盛会 皮肤 皮鞋 皮革
    申诉 甄别 班会 狄仁 牟利 燕子 焦虑 焦急 焦点 焦躁 温度 温习 温和 温州 滕王 滑冰 滑雪 滑板 湛江 浦东 浦发 洛阳 沉默 沈阳 池子 江湖 毕业 毕竟 殷切 武侠 欧洲 欧美 樊笼
    柏油 柯南 查处 柏林 杭州 束缚 杜绝 杜鹃 朱红 曾祖 景德 明朗 明智 易拉 时髦 时刻 时尚 方块 施展 文艺 文案 文员 支付 支持 支出 支撑 成都 戚风 应对 应付 应急 应届 席位 席间
    幸亏 平衡 常态 常熟 巫婆 巴士 巴西 巴黎 尤其 尹正 容器 容量 家长 家庭 家里 家教 宫殿 宫廷 宋体 宋朝 宋词 安徽 安检 姜汤 奚落 夏日 夏装 唐诗 唐朝 唐装 商量 商场 商品 商业 商店
    吴江 向导 向阳 吉他 吉利 吉林 吉祥 古老 厉害 卫生 卫浴 卢沟 单身 单科 单项 单据 包裹 包邮 包班 包月 包干 劳动 劳累 劳驾 加油 刁难 农民 公交 公益 公式 公告 党校 党课 元宵 元月
    余年 佟年 伏天 任意 仰望 井井 云朵 云盘 云课 于今 丁克 丁香 万达 万圣 万象 严密 东莞 东京 东北 东南 丰富 丰盛 丰收 丰田 乌龟 乌云 乔迁 乔木 乔丹 习作 习得 习字
    """

  static let set: Set<[UInt32]> = Set(
    chinese.split(whereSeparator: \.isWhitespace).map { $0.unicodeScalars.map(\.value) })

  /// English given names that are words, and words that are surnames.
  static let latin: Set<String> = [
    "april", "august", "autumn", "bill", "bob", "brook", "brown", "carol", "chance", "chase", "christian", "crystal",
    "dale", "daisy", "dawn", "dean", "faith", "fish", "frank", "gene", "grace", "grant", "green", "guy", "heather",
    "hill", "holly", "hope", "hunter", "iris", "ivy", "jack", "jade", "joy", "june", "king", "lily", "long", "may",
    "mark", "mason", "miles", "miller", "nick", "olive", "pat", "pearl", "penny", "rich", "rob", "robin", "rose",
    "ruby", "sandy", "season", "skip", "sky", "smith", "song", "stone", "sue", "summer", "taylor", "violet", "walker",
    "wang", "ward", "west", "white", "will", "wood", "young", "english", "art", "an", "he", "she", "you", "so", "li",
    "lin", "yang", "sun", "ma", "la", "ding", "fang", "gang", "gu", "han", "hang", "hu", "long", "man", "me", "mo",
    "pan", "pen", "song", "sun", "tan", "tang", "wen", "yin",
  ]

  /// Words that follow a person's name; the first ones are titles.
  static let after: [[UInt32]] = [
    "老师", "同学", "妈妈", "爸爸", "家长", "女士", "先生", "小朋友", "奶奶", "爷爷", "姥姥", "外婆", "外公", "阿姨", "叔叔", "母亲", "父亲", "的妈", "的爸",
    "的家",
    "妈咪", "麻麻", "粑粑", "宝宝", "宝贝", "姐姐", "哥哥", "妹妹", "弟弟", "家里", "家的", "的奶", "的爷", "的姥", "的外", "姑姑", "舅舅", "姨妈", "监护人",
    "的电话", "的手机", "的微信", "本人", "说", "来电", "来访", "报名", "表示", "反馈", "希望", "要求", "今天没", "没来", "请假", "缺课", "同意", "续费", "转班",
    "沟通", "通话", "没接", "未接", "缴费", "交费", "退费", "咨询", "试听", "到店", "缺勤", "迟到", "（", "(",
  ].map { $0.unicodeScalars.map(\.value) }

  /// How many of `after` are titles and kin, which say that a person is meant whatever stands before them.
  static let titles = 39

  static let latinTitles: [[UInt32]] = [
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "teacher", "coach", "called", "calls", "student", "parent",
    "mother", "father", "mum", "mom", "dad", "client", "customer",
  ].map { $0.unicodeScalars.map(\.value) }

  /// Words that stand before one.
  static let before: [[UInt32]] = [
    "学员", "学生", "同学", "孩子", "客户", "家长", "姓名", "姓名:", "姓名：", "联系人", "联系人:", "妈妈", "爸爸", "介绍人", "推荐人", "转介绍", "叫", "找",
    "转告", "告诉", "通知", "联系", "回复",
    "给", "与", "和",
    "跟", "问", "请", "小朋友", "宝贝", "女儿", "儿子", "顾问", "老师", "弟弟", "妹妹", "哥哥", "姐姐", "表弟", "表妹",
  ].map { $0.unicodeScalars.map(\.value) }
}
