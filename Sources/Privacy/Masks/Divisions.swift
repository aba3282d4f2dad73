import Tabular
import Templates

/// The administrative divisions of China down to counties (`rules/divisions.csv`), for masking addresses.
///
/// Names are matched as wholes and longest first, from the start of an address: 小区, 社区, 市场 and 开发区 also
/// contain 区 and 市, so a suffix alone says nothing. The list was written from general knowledge of the divisions
/// as they stood in 2023, with common names of districts abolished since 2012 (some 2,900 names on the mainland; a
/// division it lacks hides more of an address, never less).
package struct Divisions: Sendable {
  package static let shared = Divisions(
    Grid(template: Templates.text("rules/divisions.csv") ?? "", file: "divisions.csv", sheet: "divisions"))

  private var provinces = NameTrie()
  private var prefectures = NameTrie()
  /// Values are indices into `homes`.
  private var counties = NameTrie()
  private var homes: [Home] = [Home()]
  package private(set) var countyCount = 0
  package private(set) var prefectureCount = 0
  package private(set) var provinceCount = 0

  /// Where names like 东区, 郊区 and 赵县 are divisions: two characters say little without what stands before.
  private struct Home: Sendable {
    var anywhere = false
    var prefectures: Set<Int> = []
    var provinces: Set<Int> = []
  }

  /// Columns: province, prefecture (empty for counties directly below the province), counties separated by spaces.
  init(_ grid: Grid) {
    var numbers: [String: Int] = [:]
    var homeOf: [String: Int] = [:]
    for row in grid.rows.indices.dropFirst() {
      let province = grid.text(row, 0)
      let prefecture = grid.text(row, 1)
      if numbers[province] == nil {
        provinceCount += 1
        numbers[province] = provinceCount
        for name in Divisions.spellings(province) { provinces.insert(name.utf8, provinceCount) }
      }
      let number = numbers[province] ?? 0
      if !prefecture.isEmpty {
        prefectureCount += 1
        for name in Divisions.spellings(prefecture) { prefectures.insert(name.utf8, prefectureCount) }
      }
      for county in grid.text(row, 2).split(separator: " ").map(String.init) {
        countyCount += 1
        let home = homeOf[county] ?? homes.count
        if home == homes.count {
          homes.append(Home())
          homeOf[county] = home
          counties.insert(county.utf8, home)
        }
        if county.count > 2 { homes[home].anywhere = true }
        if !prefecture.isEmpty { homes[home].prefectures.insert(prefectureCount) }
        if prefecture.isEmpty || county.hasSuffix("县") { homes[home].provinces.insert(number) }
      }
    }
  }

  private static let peoples = [
    "土家族", "苗族", "朝鲜族", "藏族", "羌族", "彝族", "布依族", "侗族", "哈尼族", "壮族", "傣族", "白族", "景颇族", "傈僳族", "回族", "蒙古族", "蒙古",
    "柯尔克孜", "哈萨克", "维吾尔",
  ]

  /// The full name and the short forms people write: 浙江, 内蒙古, 恩施州.
  private static func spellings(_ name: String) -> [String] {
    for suffix in ["自治区", "自治州", "特别行政区"] where name.hasSuffix(suffix) {
      var short = String(name.dropLast(suffix.count))
      if suffix != "特别行政区" {
        while let people = peoples.first(where: { short.hasSuffix($0) && short.count > $0.count + 1 }) {
          if short == "内蒙古" { break }
          short.removeLast(people.count)
        }
      }
      return suffix == "自治州" ? [name, short + "州"] : [name, short]
    }
    for suffix in ["地区", "省", "市", "盟"] where name.hasSuffix(suffix) && name.count > suffix.count + 1 {
      return [name, String(name.dropLast(suffix.count))]
    }
    return [name]
  }

  /// The parts of an address that may be shown: ranges of `s`, in order, none where nothing is known.
  func recognised(in s: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var kept: [Range<Int>] = []
    var at = skipBlank(s, 0)
    for nation in ["中华人民共和国", "中国"] as [StaticString] where starts(s, at, nation) {
      at = skipBlank(s, at + nation.utf8CodeUnitCount)
    }
    var province = 0
    var prefecture = 0
    if let (end, id) = match(s, at, provinces) {
      // 吉林市 is a prefecture of 吉林省: the longer name at the same place wins.
      if let (further, other) = match(s, at, prefectures), further > end {
        kept.append(at..<further)
        prefecture = other
        at = skipBlank(s, further)
      } else {
        kept.append(at..<end)
        province = id
        at = skipBlank(s, end)
        // 北京市北京市海淀区 is how some systems export addresses.
        if let (again, same) = match(s, at, provinces), same == id, match(s, at, prefectures)?.end ?? 0 <= again {
          at = skipBlank(s, again)
        }
      }
    }
    if prefecture == 0, let (end, id) = match(s, at, prefectures),
      county(s, at, province: province, prefecture: 0) ?? 0 <= end
    {
      kept.append(at..<end)
      prefecture = id
      at = skipBlank(s, end)
    }
    for filler in ["市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"] as [StaticString] where starts(s, at, filler) {
      at = skipBlank(s, at + filler.utf8CodeUnitCount)
    }
    if let end = county(s, at, province: province, prefecture: prefecture) { kept.append(at..<end) }
    return kept
  }

  private func county(_ s: UnsafeBufferPointer<UInt8>, _ at: Int, province: Int, prefecture: Int) -> Int? {
    var best: Int?
    counties.matches(s, at: at) { end, value in
      let home = homes[value]
      if home.anywhere || home.prefectures.contains(prefecture) || home.provinces.contains(province) { best = end }
    }
    return best
  }

  /// The longest name at `at`, unless it is the name of a street: 上海路, 南京西路, 北京东大街.
  private func match(
    _ s: UnsafeBufferPointer<UInt8>, _ at: Int, _ names: NameTrie
  ) -> (end: Int, id: Int)? {
    guard let (end, id) = names.longest(s, at: at) else { return nil }
    let streets: [StaticString] = [
      "路", "街", "大道", "大街", "东路", "西路", "南路", "北路", "中路", "东街", "西街", "南街", "北街", "东大街", "西大街", "南大街",
      "北大街", "新村", "花园", "小区", "大厦",
    ]
    for street in streets where starts(s, end, street) { return nil }
    return (end, id)
  }

  private func skipBlank(_ s: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int {
    var at = from
    while at < s.count, s[at] == 0x20 || s[at] == UInt8(ascii: ",") || s[at] == UInt8(ascii: "-") { at += 1 }
    return at
  }

  private func starts(_ s: UnsafeBufferPointer<UInt8>, _ at: Int, _ word: StaticString) -> Bool {
    let n = word.utf8CodeUnitCount
    guard at + n <= s.count else { return false }
    for i in 0..<n where s[at + i] != word.utf8Start[i] { return false }
    return true
  }
}

extension Divisions {
  /// True where a text starts with a division's name.
  func isPlace(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { !recognised(in: $0).isEmpty }
  }

  /// The first `levels` divisions a text names: 浙江省杭州市 of 浙江省杭州市余杭区 with two.
  func cut(_ text: String, levels: Int) -> String? {
    var text = text
    return text.withUTF8 { s in
      let ranges = recognised(in: s).prefix(levels)
      if ranges.isEmpty { return nil }
      return ranges.map { String(decoding: s[$0], as: UTF8.self) }.joined()
    }
  }
}
