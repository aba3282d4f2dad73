/// The codes of number formats that a workbook names by a number alone (ECMA-376 Part 1 §18.8.30).
enum BuiltinFormats {
  /// `General` for those that mean a plain number or that nobody knows.
  static func code(_ id: Int) -> String { codes[id] ?? "General" }

  /// 14 shows as the date form of the reader's system; 27–36 and 50–58 are those of Chinese Excel.
  private static let codes: [Int: String] = {
    var codes: [Int: String] = [
      1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
      14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
      21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
      39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
      48: "##0.0E+0", 49: "@",
    ]
    let (yearMonth, monthDay) = ("yyyy\"年\"m\"月\"", "m\"月\"d\"日\"")
    let noon = "[$-804]AM/PMh\"时\"mm\"分\""
    for (id, code) in [
      27: yearMonth, 28: monthDay, 29: monthDay, 30: "m-d-yy", 31: "yyyy\"年\"m\"月\"d\"日\"", 32: "h\"时\"mm\"分\"",
      33: "h\"时\"mm\"分\"ss\"秒\"", 34: noon, 35: noon + "ss\"秒\"", 36: yearMonth, 50: yearMonth, 51: monthDay,
      52: yearMonth, 53: monthDay, 54: monthDay, 55: noon, 56: noon + "ss\"秒\"", 57: yearMonth, 58: monthDay,
    ] { codes[id] = code }
    return codes
  }()
}
