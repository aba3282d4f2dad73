import Foundation
import PackagePlugin

/// Turns every file below `templates/` into a string literal keyed by its path, so that the program is one file.
@main
struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let root = target.directoryURL
    let folders = ["sheets", "rules", "dashboard", "letters", "messages", "strings"]
    var inputs: [URL] = []
    for folder in folders {
      let base = root.appending(path: folder)
      let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: [.isRegularFileKey])
      while let file = walk?.nextObject() as? URL {
        if (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true { inputs.append(file) }
      }
    }
    inputs.sort { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding templates", executable: try context.tool(named: "TemplateEmbedder").url,
        arguments: [root.path, output.path] + inputs.map(\.path), inputFiles: inputs, outputFiles: [output])
    ]
  }
}
