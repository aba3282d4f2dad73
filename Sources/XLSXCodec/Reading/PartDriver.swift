import ByteScanning
import XMLStreaming
import ZipContainer

/// What a byte scanner says when it stops.
enum ScanStop {
  /// The bytes end inside an item, which has not been read.
  case needsMore
  /// The holder's end tag is next.
  case end
  /// The next item is for libxml2.
  case unusual
  /// The sink has all it wanted.
  case full
  /// The sink holds a failure.
  case failed
}

/// A kind of part that can be read in two ways: its sink takes libxml2's events, and it knows how to take whole items
/// (rows, strings) straight from bytes while libxml2 waits inside the element that holds them.
protocol ScannablePart: XMLSink {
  /// The element that holds the items: `<sheetData`.
  static var opening: StaticString { get }
  /// The end tag of one item: `</row>`.
  static var itemEnd: StaticString { get }
  /// Its end tag: `</sheetData`.
  static var closing: StaticString { get }
  /// libxml2 stands inside the holding element, between two items.
  var isBetweenItems: Bool { get }
  /// No more items are wanted; what follows their holder still is.
  var isFull: Bool { get }
  /// Why the work has to stop.
  var failure: Failure? { get }
  /// Takes whole items from `start` on; gives where it stopped and why.
  func scan(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, ScanStop)
}

/// Feeds a part to its two readers.
///
/// libxml2 gets everything before the first item and after the last one, so the document is checked from its declaration
/// to its root's end tag. Between those it waits while the scanner takes items. An item that is unusual goes to libxml2,
/// through its end tag, and the scanner goes on behind it. Both write to one sink, so nobody can see the difference.
struct PartDriver {
  private enum Phase {
    /// Before the items; looking for their holder.
    case before
    /// The scanner is at work.
    case scanning
    /// libxml2 reads an item the scanner would not.
    case handedOver
    /// Passing over items that nobody wants any more.
    case skipping
    /// Everything goes to libxml2.
    case after
  }

  static func read<Part: ScannablePart>(
    _ part: Part, _ archive: ZipArchive, _ entry: ZipArchive.Entry, forceLibXML2: Bool, threads: Int
  ) throws(Failure) {
    let parser = try XMLPushParser(part: entry.name, sink: part)
    var window = try PartWindow(archive, entry, threads: threads)
    var phase = forceLibXML2 ? Phase.after : .before
    func feed(to stop: UnsafePointer<UInt8>, _ window: inout PartWindow) throws(Failure) {
      let start = window.start
      try parser.feed(UnsafeBufferPointer(start: start, count: stop - start))
      window.take(to: stop)
      if let failure = part.failure { throw failure }
    }
    while true {
      if window.isEmpty, try !window.fill() { break }
      switch phase {
      case .before:
        guard let found = ByteSearch.find(Part.opening, window.start, window.end),
          let close = ByteSearch.find(">", found, window.end)
        else {
          let grew = try window.fill()
          // A marker cut in two by the end of the chunk is kept together.
          if !grew {
            try feed(to: window.isAtEnd ? window.end : window.end - min(16, window.end - window.start), &window)
          }
          continue
        }
        try feed(to: close + 1, &window)
        if part.isBetweenItems && parser.isUTF8 { phase = .scanning }
      case .scanning:
        let (stop, why) = part.scan(window.start, window.end)
        window.take(to: stop)
        switch why {
        case .needsMore:
          if try !window.fill() { phase = window.isAtEnd ? .after : .handedOver }
        case .end: phase = .after
        case .unusual: phase = .handedOver
        case .full: phase = .skipping
        case .failed: if let failure = part.failure { throw failure }
        }
      case .handedOver:
        guard let found = ByteSearch.find(Part.itemEnd, window.start, window.end) else {
          try feed(to: window.end, &window)
          continue
        }
        try feed(to: found + Part.itemEnd.utf8CodeUnitCount, &window)
        if part.isBetweenItems { phase = .scanning }
      case .skipping:
        if let found = ByteSearch.find(Part.closing, window.start, window.end) {
          window.take(to: found)
          phase = .after
        } else {
          let kept = min(window.end - window.start, Part.closing.utf8CodeUnitCount)
          window.take(to: window.end - kept)
          if try !window.fill() { window.takeAll() }
        }
      case .after: try feed(to: window.end, &window)
      }
    }
    try parser.finish()
    if let failure = part.failure { throw failure }
  }
}
