/// The version of the program and the library.
public let rollbookVersion = "0.1.0"
