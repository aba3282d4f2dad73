import Dispatch

/// Pieces of one computation, run on all cores; what each gives does not depend on when it ran.
///
/// A piece may stand on others (`after`), and may itself run pieces: cores with nothing left to do take from those too.
package struct Parallel {
  /// A piece among others.
  package class Piece: @unchecked Sendable {
    fileprivate let number: Int
    fileprivate init(_ number: Int) { self.number = number }
    fileprivate func run() {}
    fileprivate func clear() {}
  }

  /// Where one piece leaves its value. Written once, by the piece alone, before anybody reads it.
  package final class Slot<Value: Sendable>: Piece, @unchecked Sendable {
    private var stored: Value?
    private var make: (@Sendable () -> Value)?

    fileprivate init(_ number: Int, _ make: @escaping @Sendable () -> Value) {
      self.make = make
      super.init(number)
    }

    fileprivate override func run() {
      guard let make else { return }
      stored = make()
      // What it stood on may go.
      self.make = nil
    }

    fileprivate override func clear() {
      stored = nil
      make = nil
    }

    package var value: Value {
      run()
      return stored!
    }
  }

  private var pieces: [Piece] = []
  private var bases: [[Int]] = []

  package init() {}

  /// Adds a piece that stands on others added before; of those that could run, the one added first is taken first.
  package mutating func add<Value: Sendable>(
    after others: [Piece] = [], run make: @escaping @Sendable () -> Value
  ) -> Slot<Value> {
    let slot = Slot(pieces.count, make)
    pieces.append(slot)
    bases.append(others.map(\.number))
    return slot
  }

  package func run() {
    if pieces.count < 2 {
      for piece in pieces { piece.run() }
    } else {
      WorkBoard.shared.run(WorkBoard.Batch(bases)) { [pieces] in pieces[$0].run() }
    }
  }

  /// Takes what the pieces gave apart beside what goes on: of a hundred thousand small things that takes a while. Nobody
  /// may ask for a value after this.
  package func dissolve() {
    DispatchQueue.global().async { [pieces] in for piece in pieces { piece.clear() } }
  }

  /// The same work on many things at once; results in the order of the things.
  package static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ body: @escaping @Sendable (Input) -> Output
  ) -> [Output] {
    var work = Parallel()
    let slots = inputs.map { input in work.add { body(input) } }
    work.run()
    return slots.map(\.value)
  }
}
