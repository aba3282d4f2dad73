/// A cell that stands outside a dense lane while a column is being built: 16 bytes, whatever it is.
@usableFromInline
struct LooseCell {
  @usableFromInline
  enum Tag: UInt8 {
    case sharedText, ownText, plain, boolean, dateTime, time, duration, day, error

    @usableFromInline static func number(_ kind: NumberKind) -> Tag {
      switch kind {
      case .plain: return .plain
      case .boolean: return .boolean
      case .dateTime: return .dateTime
      case .time: return .time
      case .duration: return .duration
      }
    }

    /// The lane it fits, and for numbers the kind; nil for errors, which have none.
    var lane: (mode: ColumnStore.Mode, kind: UInt8)? {
      switch self {
      case .sharedText, .ownText: return (.text, 0)
      case .plain: return (.number, NumberKind.plain.rawValue)
      case .boolean: return (.number, NumberKind.boolean.rawValue)
      case .dateTime: return (.number, NumberKind.dateTime.rawValue)
      case .time: return (.number, NumberKind.time.rawValue)
      case .duration: return (.number, NumberKind.duration.rawValue)
      case .day: return (.day, 0)
      case .error: return nil
      }
    }
  }

  @usableFromInline var row: UInt32
  @usableFromInline var tag: Tag
  /// A code, the bits of a number, a day, or an index into the builder's error texts.
  @usableFromInline var payload: UInt64

  @usableFromInline init(row: UInt32, tag: Tag, payload: UInt64) {
    self.row = row
    self.tag = tag
    self.payload = payload
  }
}
