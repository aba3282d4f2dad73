/// Names that OOXML parts are known by (ECMA-376 parts 1 and 2, transitional).
enum OOXML {
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let officeRelationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let packageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships"
  static let contentTypes = "http://schemas.openxmlformats.org/package/2006/content-types"
  static let coreProperties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
  static let dublinCore = "http://purl.org/dc/elements/1.1/"
  static let extendedProperties = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
}
