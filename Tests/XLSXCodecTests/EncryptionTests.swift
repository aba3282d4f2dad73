import ByteScanning
import Foundation
import TestSupport
import Testing
import ZipContainer

@testable import XLSXCodec

/// A package to protect: anything that begins like a zip archive.
private func package(_ count: Int) -> [UInt8] {
  var state: UInt64 = 11
  return (0..<count).map { i in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return i < 4 ? [0x50, 0x4B, 3, 4][i] : UInt8(truncatingIfNeeded: state >> 50)
  }
}

/// A zip archive of about `size` bytes: other programs look whether it is one.
private func archive(_ size: Int) throws -> [UInt8] {
  let sink = MemorySink()
  let zip = ZipWriter(to: sink)
  try zip.add("[Content_Types].xml", PackageParts.contentTypes([]))
  try zip.add("noise", package(size))
  try zip.finish()
  return sink.bytes
}

private func code(_ body: () throws -> Void) -> String? {
  do { try body() } catch let failure as Failure { return failure.code.rawValue } catch { return "\(error)" }
  return nil
}

@Suite struct EncryptionTests {
  private let password = Array("学校-Passw0rd 😀".utf8)

  @Test(arguments: [0, 1, 15, 16, 17, 4087, 4088, 4095, 4096, 4097, 100_003]) func everySizeComesBack(_ size: Int)
    throws
  {
    let plain = package(size)
    let sealed = try EncryptedPackage.encrypt(plain, password: password)
    #expect(EncryptedPackage.isCompound(sealed))
    #expect(sealed.count % 512 == 0)
    #expect(try EncryptedPackage.decrypt(sealed, password: password) == plain)
  }

  @Test func theKeyIsFreshEveryTime() throws {
    let plain = package(5000)
    let (a, b) = (
      try EncryptedPackage.encrypt(plain, password: password), try EncryptedPackage.encrypt(plain, password: password)
    )
    #expect(a[512..<4096] != b[512..<4096])
  }

  @Test func wrongPasswordsAreToldFromDamage() throws {
    let sealed = try EncryptedPackage.encrypt(package(9000), password: password)
    #expect(code { _ = try EncryptedPackage.decrypt(sealed, password: Array("学校-passw0rd 😀".utf8)) } == "E251")
    #expect(code { _ = try EncryptedPackage.decrypt(sealed, password: [0xFF, 0xFE]) } == "E251")
    #expect(code { _ = try EncryptedPackage.decrypt(sealed, password: []) } == "E226")
    #expect(code { _ = try EncryptedPackage.encrypt(package(9), password: []) } == "E255")
    #expect(
      code { _ = try EncryptedPackage.encrypt(package(9), password: Array(repeating: 0x61, count: 256)) } == "E255")
  }

  @Test(arguments: [0, 7, 8, 9, 4000, 8999, 9007]) func aFlippedByteOfTheStreamIsRefused(_ at: Int) throws {
    var sealed = try EncryptedPackage.encrypt(package(9000), password: password)
    sealed[512 + at] ^= 0x10
    #expect(code { _ = try EncryptedPackage.decrypt(sealed, password: password) } == "E252")
  }

  @Test func aFileCutShortIsRefusedAtEveryLength() throws {
    let sealed = try EncryptedPackage.encrypt(package(5000), password: password)
    for length in stride(from: 0, to: sealed.count - 512, by: 97) {
      #expect(code { _ = try EncryptedPackage.decrypt(Array(sealed[..<length]), password: password) } != nil)
    }
  }

  @Test func methodsThatAreNotReadAreNamed() throws {
    var info = AgileDescriptor()
    info.data.salt = Array(repeating: 1, count: 16)
    info.key.salt = Array(repeating: 2, count: 16)
    for path in [
      \AgileDescriptor.verifierInput, \.verifierHash, \.keyValue, \.integrityKey, \.integrityValue,
    ] as [WritableKeyPath<AgileDescriptor, [UInt8]>] { info[keyPath: path] = Array(repeating: 3, count: 16) }
    func parsed(_ change: (String) -> String) -> String? {
      let text = change(String(decoding: info.stream[8...], as: UTF8.self))
      return code { _ = try AgileDescriptor(xml: Array(text.utf8)[...]) }
    }
    #expect(parsed { $0 } == nil)
    #expect(parsed { $0.replacing("spinCount=\"100000\"", with: "spinCount=\"4000000000\"") } == "E253")
    #expect(parsed { $0.replacing("spinCount=\"100000\"", with: "spinCount=\"-1\"") } == "E253")
    #expect(parsed { $0.replacing("ChainingModeCBC", with: "ChainingModeCFB") } == "E253")
    #expect(parsed { $0.replacing("\"AES\"", with: "\"RC2\"") } == "E253")
    #expect(parsed { $0.replacing("SHA512", with: "MD5") } == "E253")
    #expect(parsed { $0.replacing("keyEncryptor/password", with: "keyEncryptor/certificate") } == "E253")
    #expect(parsed { $0.replacing("<dataIntegrity ", with: "<other ") } == "E252")
    #expect(parsed { $0.replacing("saltSize=\"16\"", with: "saltSize=\"17\"") } == "E252")
    #expect(parsed { "<!DOCTYPE a>" + $0 } == "E252")
    #expect(parsed { String($0.dropLast(9)) } == "E252")
  }

  @Test(.enabled(if: Peer.available(for: "files protected by another program")), arguments: [5000, 8_000_000])
  func anotherProgramOpensOursAndVerifiesThem(_ size: Int) throws {
    let plain = try archive(size)
    let file = try Scratch.file("sealed.xlsx", EncryptedPackage.encrypt(plain, password: password))
    let out = Scratch.url("opened.zip")
    defer { Scratch.remove(file, out) }
    _ = try Peer.python(
      """
      import sys, msoffcrypto, olefile
      o = msoffcrypto.OfficeFile(open(sys.argv[1], "rb"))
      assert o.is_encrypted()
      o.load_key(password=sys.argv[3], verify_password=True)
      o.decrypt(open(sys.argv[2], "wb"), verify_integrity=True)
      c = olefile.OleFileIO(sys.argv[1], raise_defects=olefile.DEFECT_POTENTIAL)
      names = {"/".join(n) for n in c.listdir()}
      assert "\\x06DataSpaces/TransformInfo/StrongEncryptionTransform/\\x06Primary" in names, names
      assert "\\x06DataSpaces/DataSpaceInfo/StrongEncryptionDataSpace" in names, names
      assert not c.parsing_issues, c.parsing_issues
      """, [file.path, out.path, String(decoding: password, as: UTF8.self)])
    #expect([UInt8](try Data(contentsOf: out)) == plain)
  }

  @Test(.enabled(if: Peer.available(for: "files protected by another program")), arguments: [5000, 8_000_000])
  func weOpenWhatAnotherProgramProtects(_ size: Int) throws {
    let plain = try archive(size)
    let file = try Scratch.file("plain.xlsx", plain)
    let out = Scratch.url("sealed.xlsx")
    defer { Scratch.remove(file, out) }
    _ = try Peer.python(
      """
      import sys
      from msoffcrypto.format.ooxml import OOXMLFile
      OOXMLFile(open(sys.argv[1], "rb")).encrypt(sys.argv[3], open(sys.argv[2], "wb"))
      """, [file.path, out.path, String(decoding: password, as: UTF8.self)])
    #expect(try EncryptedPackage.decrypt([UInt8](Data(contentsOf: out)), password: password) == plain)
  }

  /// Excel's own files, Agile and Standard, with the passwords their makers published.
  @Test(
    .enabled(if: Corpus.available(for: "protected workbooks of other makers")),
    arguments: [
      ("excelize/encryptAES.xlsx", "password"), ("excelize/encryptSHA512.xlsx", "password"),
      ("poi/protected_passtika.xlsx", "tika"), ("poi/60320-protected.xlsx", "Test001!!"),
      ("poi/extenxls_pwd123.xlsx", "pwd123"), ("poi/58616.xlsx", "VelvetSweatshop"),
      ("calamine/pass_protected.xlsx", "123"),
    ])
  func filesOfOtherMakersOpen(_ name: String, _ password: String) throws {
    guard let root = Corpus.root else { return }
    let file = root.appending(path: "xlsx/\(name)")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let bytes = [UInt8](try Data(contentsOf: file))
    #expect(try EncryptedPackage.decrypt(bytes, password: Array(password.utf8)).starts(with: [0x50, 0x4B, 3, 4]))
    #expect(code { _ = try EncryptedPackage.decrypt(bytes, password: Array("\(password)x".utf8)) } == "E251")
    #expect(code { _ = try EncryptedPackage.decrypt(bytes, password: []) } == "E226")
  }
}
