// swift-tools-version: 6.2
import Foundation
import PackageDescription

// A room is a module: what it is called, which rooms below it may be used, which outside products.
// Arrows only point down this list; Tests/ArchitectureTests holds every `import` line against it.
struct Room {
  var name: String
  var uses: [String] = []
  var products: [Target.Dependency] = []
}

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let tables = ["ByteScanning", "Tabular"]
let records = tables + ["Localisation", "CustomerRecords"]

let rooms: [Room] = [
  Room(name: "ByteScanning", uses: ["CHeap"]),
  Room(name: "Cryptography", uses: ["COpenSSL"]),
  Room(name: "Localisation", uses: ["ByteScanning", "Templates"]),
  Room(name: "Templating", uses: ["ByteScanning", "Localisation", "Templates"], products: [mustache]),
  Room(name: "Statistics", products: [numerics]),
  Room(name: "Charts", uses: ["ByteScanning", "Localisation"]),
  Room(name: "Tabular", uses: ["ByteScanning"]),
  Room(name: "ReleaseGate", uses: ["Tabular"]),
  Room(name: "ZipContainer", uses: ["ByteScanning", "CISAL"]),
  Room(name: "XMLStreaming", uses: ["ByteScanning", "CLibXML2"]),
  Room(name: "CSVCodec", uses: tables + ["ReleaseGate", "CVectorBits"]),
  Room(name: "XLSXCodec", uses: tables + ["ReleaseGate", "ZipContainer", "XMLStreaming", "Cryptography"]),
  Room(name: "Workbooks", uses: tables + ["ReleaseGate", "CSVCodec", "XLSXCodec", "Cryptography"]),
  Room(name: "DecisionTables", uses: tables),
  Room(name: "CustomerRecords", uses: tables + ["Localisation", "Templates"]),
  Room(name: "Grading", uses: records + ["DecisionTables", "Statistics"]),
  Room(name: "Loyalty", uses: tables + ["CustomerRecords", "DecisionTables"]),
  Room(name: "Incentives", uses: records + ["DecisionTables", "Statistics", "Grading", "Loyalty"]),
  Room(name: "Feedback", uses: records + ["Statistics"]),
  Room(name: "Complaints", uses: tables + ["CustomerRecords"]),
  Room(name: "Planning", uses: records + ["Statistics", "Templating"]),
  Room(
    name: "Metrics", uses: ["ByteScanning", "Tabular", "Localisation", "CustomerRecords", "Statistics"],
    products: [numerics]),
  Room(
    name: "Appraisal",
    uses: [
      "Tabular", "Localisation", "CustomerRecords", "DecisionTables", "Grading", "Loyalty", "Incentives", "Feedback",
      "Planning", "Metrics",
    ]),
  Room(name: "MetricsFiles", uses: records + ["Statistics", "Metrics"]),
  Room(name: "Privacy", uses: records + ["ReleaseGate", "Cryptography", "Templates"]),
  Room(
    name: "Dashboards",
    uses: records + ["ReleaseGate", "Statistics", "Metrics", "Privacy", "Charts", "Templating"]),
  Room(name: "SampleData", uses: ["Tabular", "Localisation"]),
  Room(
    name: "RollbookKit",
    uses: records + [
      "Templates", "Templating", "Statistics", "ReleaseGate", "Cryptography", "Workbooks", "CSVCodec", "XLSXCodec",
      "XMLStreaming", "ZipContainer",
      "DecisionTables",
      "Grading", "Loyalty", "Incentives", "Feedback", "Complaints", "Planning", "Metrics", "Appraisal", "Privacy",
      "SampleData",
    ]),
  Room(
    name: "Reporting",
    uses: records + [
      "ReleaseGate", "Cryptography", "ZipContainer", "Workbooks", "DecisionTables", "Grading", "Metrics", "Privacy",
      "Dashboards", "RollbookKit",
    ]),
]

let houseRules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func named(_ names: [String]) -> [Target.Dependency] { names.map { .byName(name: $0) } }

// A slice of the house (`ROLLBOOK_ROOMS=CSVCodec,Tabular swift test`) builds only those rooms, what they
// stand on, and their tests: the way to work on one room without waiting for all of them.
let benchmarked = [
  "ByteScanning", "Tabular", "CustomerRecords", "Privacy", "ReleaseGate", "XLSXCodec", "Workbooks", "Templates",
  "DecisionTables", "Grading", "Loyalty", "Incentives",
  "Planning", "Feedback", "Dashboards", "Localisation", "Reporting", "RollbookKit", "SampleData",
]
let slice: Set<String>? = Context.environment["ROLLBOOK_ROOMS"].map { wanted in
  var closure: Set<String> = []
  var open = wanted.split(separator: ",").map(String.init)
  if open.contains("Benchmarks") { open += benchmarked }
  while let name = open.popLast() {
    guard closure.insert(name).inserted, let room = rooms.first(where: { $0.name == name }) else { continue }
    open += room.uses
  }
  // What record fixtures are made with.
  if closure.contains("CustomerRecords") { closure.insert("Statistics") }
  return closure
}
let inSlice: (String) -> Bool = { slice?.contains($0) ?? true }
let wanted: (String) -> Bool = { name in
  guard let asked = Context.environment["ROLLBOOK_ROOMS"] else { return true }
  return asked.split(separator: ",").contains { $0 == name }
}

var targets: [Target] = [
  .systemLibrary(
    name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
  .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
  .systemLibrary(
    name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
  // A header of our own, for the one instruction that Swift has no word for.
  .systemLibrary(name: "CVectorBits"),
  // And one that names a header which Swift's module of the C library leaves out.
  .systemLibrary(name: "CHeap"),
  .executableTarget(name: "TemplateEmbedder", swiftSettings: houseRules),
  .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["TemplateEmbedder"]),
  .target(
    name: "Templates", path: "templates",
    exclude: ["sheets", "rules", "dashboard", "letters", "messages", "strings"], swiftSettings: houseRules,
    plugins: ["EmbedTemplates"]),
]

// Rooms that mostly call others, the samples, and the command line: optimising them makes everybody who builds wait and
// hardly anything faster.
let quickly: [SwiftSetting] = [.unsafeFlags(["-Onone"])]
let unhurried: Set<String> = ["MetricsFiles", "SampleData", "RollbookKit", "Reporting"]

// For fuzzing, every room counts which of its branches ran.
let counted: [SwiftSetting] =
  Context.environment["ROLLBOOK_FUZZ"] == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer"])]
for room in rooms where inSlice(room.name) {
  targets.append(
    .target(
      name: room.name, dependencies: named(room.uses) + room.products,
      swiftSettings: houseRules + counted + (unhurried.contains(room.name) ? quickly : [])))
}

if slice == nil {
  targets.append(
    .executableTarget(
      name: "rollbook",
      dependencies: named([
        "ByteScanning", "CSVCodec", "Cryptography", "CustomerRecords", "Dashboards", "DecisionTables", "Feedback",
        "Grading", "Incentives", "Localisation", "Loyalty", "Metrics", "MetricsFiles", "Planning", "Privacy",
        "ReleaseGate",
        "Reporting", "RollbookKit", "SampleData", "Statistics", "Tabular", "Workbooks",
      ]) + [arguments],
      swiftSettings: houseRules + quickly))
}

// Tests: one folder a room, present or not; each may also use every room its subject stands on.
func standsOn(_ name: String) -> Set<String> {
  guard let room = rooms.first(where: { $0.name == name }) else { return [name] }
  return room.uses.reduce(into: [name]) { $0.formUnion(standsOn($1)) }
}
let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
func present(_ folder: String) -> Bool { FileManager.default.fileExists(atPath: "\(here)/Tests/\(folder)") }

if present("TestSupport") {
  targets.append(.target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: houseRules))
}
// Records from a few cells in memory, for the rooms that stand on CustomerRecords.
if inSlice("CustomerRecords"), present("RecordFixtures") {
  targets.append(
    .target(
      name: "RecordFixtures", dependencies: named(["ByteScanning", "Tabular", "CustomerRecords", "Statistics"]),
      path: "Tests/RecordFixtures", swiftSettings: houseRules))
}
func fixtures(_ room: Room) -> [String] {
  standsOn(room.name).contains("CustomerRecords") && present("RecordFixtures") ? ["RecordFixtures"] : []
}
for room in rooms where wanted(room.name) && present("\(room.name)Tests") {
  targets.append(
    .testTarget(
      name: "\(room.name)Tests",
      dependencies: named(["TestSupport"] + fixtures(room) + standsOn(room.name).sorted()) + room.products,
      exclude: ["Fixtures", "Snapshots"].filter { present("\(room.name)Tests/\($0)") },
      swiftSettings: houseRules))
}
if slice == nil {
  for suite in ["ArchitectureTests", "EndToEndTests"] where present(suite) {
    targets.append(
      .testTarget(
        name: suite, dependencies: ["TestSupport", "rollbook"] + named(rooms.map(\.name)),
        exclude: ["Fixtures", "Snapshots"].filter { present("\(suite)/\($0)") }, swiftSettings: houseRules))
  }
}
if present("Benchmarks"), wanted("Benchmarks") {
  targets.append(
    .executableTarget(
      name: "rollbook-benchmarks",
      dependencies: named(benchmarked),
      path: "Tests/Benchmarks",
      exclude: ["instructions.sh", "instructions.tsv"].filter { present("Benchmarks/\($0)") },
      swiftSettings: houseRules))
}
// Fuzz targets need libFuzzer's runtime and would break plain builds: only on request.
if Context.environment["ROLLBOOK_FUZZ"] != nil {
  targets.append(
    .target(
      name: "FuzzDriver", path: "Tests/Fuzz/FuzzDriver",
      swiftSettings: houseRules + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])]))
  for name in ["FuzzZip", "FuzzSheet", "FuzzCSV", "FuzzScalars", "FuzzEncryption"] where present("Fuzz/\(name)") {
    targets.append(
      .executableTarget(
        name: name,
        dependencies: named([
          "ByteScanning", "Tabular", "ZipContainer", "XMLStreaming", "CSVCodec", "XLSXCodec", "Cryptography",
          "FuzzDriver",
        ]), path: "Tests/Fuzz/\(name)",
        swiftSettings: houseRules + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
  }
}

let package = Package(
  name: "rollbook",
  platforms: [.macOS(.v15)],
  products: slice == nil
    ? [
      .executable(name: "rollbook", targets: ["rollbook"]),
      .library(name: "RollbookKit", targets: ["RollbookKit"]),
    ] : [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: targets
)
