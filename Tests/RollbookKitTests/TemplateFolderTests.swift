import ByteScanning
import Foundation
import RollbookKit
import Testing

@Suite struct TemplateFolderTests {
  @Test func `a folder that is not there is told, not taken for an empty one`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rollbook-\(UUID().uuidString)")
    #expect(throws: Failure.self) { try TemplateFolder.read(folder.path) }
    try FileManager.default.createDirectory(at: folder.appending(path: "dashboard"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try TemplateFolder.read(folder.path).isEmpty)
    let file = folder.appending(path: "dashboard/kpi.html")
    try Data("x".utf8).write(to: file)
    #expect(try TemplateFolder.read(folder.path) == ["dashboard/kpi.html": "x"])
    #expect(throws: Failure.self) { try TemplateFolder.read(file.path) }
  }
}
