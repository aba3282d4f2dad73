import ByteScanning
import Dispatch
import Synchronization
import Tabular

/// Reads the wanted columns of a text on several threads.
///
/// One thread at a time reads the next chunk and finds its fields; whoever is free takes a column of a chunk that was
/// read. A column takes the chunks in order and is in one pair of hands at a time, so each is filled from top to bottom
/// where it will stay: nothing is joined, copied or looked up twice, and the result does not depend on who was faster.
final class LaneCrew: @unchecked Sendable {
  /// One column, or a few of very many, and who has them.
  private final class Seat {
    let columns: [Int]
    var lanes: [ScanLane]
    /// Chunks taken.
    var taken: Int
    var isBusy = false
    /// Who had it last: parts of it still stand in that one's cache.
    var worker = 0

    init(columns: [Int], lanes: [ScanLane], taken: Int) {
      (self.columns, self.lanes, self.taken) = (columns, lanes, taken)
    }
  }

  private struct Board {
    /// The wanted ones of the columns that have turned up.
    var seats: [Seat] = []
    var columns = 0
    var chunksRead = 0
    var isReading = false
    var isAtEnd = false
    var error: (any Error)?
    var waiting = 0
  }

  private enum Task {
    case read(FieldChunk)
    case take(Seat, FieldChunk)
    case wait
    case leave
  }

  private let decoder: TextDecoder?
  private let threads: Int
  private let chunks: [FieldChunk]
  private let board = Mutex(Board())
  private let news = DispatchSemaphore(value: 0)
  // Touched by the thread that reads, of which there is one at a time.
  private var reader: ChunkReader

  /// Chunks in memory at a time: enough that reading and the columns need not wait for each other, few enough to stay
  /// in the cache.
  private static let depth = 4
  /// As many as columns that turn up together are divided into.
  private static let seats = 64

  /// - Parameter decoder: for lanes that decode as they fill; nil where texts are decoded at the end.
  init(_ reader: ChunkReader, decoder: TextDecoder?, threads: Int) {
    (self.reader, self.decoder, self.threads) = (reader, decoder, threads)
    chunks = (0..<(threads > 1 ? LaneCrew.depth : 1)).map { _ in FieldChunk() }
  }

  /// The lanes by sheet column, and where their rows stand.
  func run() throws -> (lanes: [ScanLane], layout: RowLayout) {
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: threads) { work($0) }
    } else {
      work(0)
    }
    let layout = reader.layout
    var lanes = [ScanLane](repeating: .undecided, count: layout.width)
    try board.withLock { board in
      if let error = board.error { throw error }
      for seat in board.seats {
        for (place, column) in seat.columns.enumerated() { swap(&lanes[column], &seat.lanes[place]) }
      }
    }
    return (lanes, layout)
  }

  private func work(_ worker: Int) {
    while true {
      switch board.withLock({ choose(&$0, worker) }) {
      case .read(let chunk):
        let result = Result { try reader.next(into: chunk) }
        board.withLock { board in
          board.isReading = false
          board.isAtEnd = reader.isAtEnd
          board.chunksRead += 1
          switch result {
          case .success: seatNewColumns(&board)
          case .failure(let error): board.error = error
          }
          tell(&board)
        }
      case .take(let seat, let chunk):
        for (place, column) in seat.columns.enumerated() { seat.lanes[place].append(chunk, column: column, decoder) }
        board.withLock { board in
          seat.taken += 1
          seat.isBusy = false
          tell(&board)
        }
      case .wait: news.wait()
      case .leave: return
      }
    }
  }

  /// Reading goes first while there is room, so that nobody has to wait for it; then the column that is furthest back,
  /// one's own before another's that is not much further.
  private func choose(_ board: inout Board, _ worker: Int) -> Task {
    if board.error != nil { return .leave }
    var furthest: Seat?
    var fewestOfAny = Int.max
    var fewest = board.chunksRead
    var isBusy = board.isReading
    for seat in board.seats {
      fewest = min(fewest, seat.taken)
      if seat.isBusy {
        isBusy = true
      } else if seat.taken < board.chunksRead {
        let place = seat.taken + (seat.worker == worker ? 0 : 2)
        if place < fewestOfAny { (furthest, fewestOfAny) = (seat, place) }
      }
    }
    if !board.isAtEnd, !board.isReading, board.chunksRead - fewest < chunks.count {
      board.isReading = true
      return .read(chunks[board.chunksRead % chunks.count])
    }
    if let seat = furthest {
      seat.isBusy = true
      seat.worker = worker
      return .take(seat, chunks[seat.taken % chunks.count])
    }
    if !isBusy { return .leave }
    board.waiting += 1
    return .wait
  }

  /// Wakes whoever found nothing to do: that may have changed.
  private func tell(_ board: inout Board) {
    for _ in 0..<board.waiting { news.signal() }
    board.waiting = 0
  }

  /// Columns that turn up in the chunk read last begin with it.
  private func seatNewColumns(_ board: inout Board) {
    let (known, width) = (board.columns, reader.layout.width)
    guard width > known else { return }
    board.columns = width
    let request = reader.request
    let wanted = request.columns.map(Set.init)
    let new = (known..<width).filter { wanted?.contains($0) ?? true }
    // Whoever looks for work looks at all seats, so thousands of columns share a few.
    let share = max(1, (new.count + LaneCrew.seats - 1) / LaneCrew.seats)
    for first in stride(from: 0, to: new.count, by: share) {
      let columns = Array(new[first..<min(new.count, first + share)])
      let lanes = columns.map { request.hint(for: $0) == .text ? ScanLane.text(TextLane()) : .undecided }
      board.seats.append(Seat(columns: columns, lanes: lanes, taken: board.chunksRead - 1))
    }
  }
}
