import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("Values")
  struct ValueTests {
    @Test(
      "Decimal strings have at most 16 characters and as many digits as fit",
      arguments: [
        (0, "0"), (-0.0, "0"), (1.5, "1.5"), (-200, "-200"), (0.1 + 0.2, "0.3"),
        (-0.41015625123456789, "-0.4101562512346"), (1.0 / 3, "0.33333333333333"),
        (-1e-17 / 3, "-3.3333333333e-18"), (1e20 / 3, "3.33333333333e+19"),
      ] as [(Double, String)])
    func decimals(_ value: Double, _ text: String) {
      let found = decimalString(value)
      #expect(found.count <= 16)
      // Worked by hand, but for the last digits, which printf rounds.
      #expect(
        Double(found) == Double(text) || abs((Double(found) ?? 0) - value) <= 1e-9 * abs(value))
    }

    @Test("SHA-1 gives the digests of FIPS 180-4's examples")
    func digests() {
      let hex = { (text: String) in
        sha1(Array(text.utf8)).map { String($0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }
          .joined()
      }
      #expect(hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
      #expect(hex("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
      #expect(
        hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
          == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
    }

    @Test("UIDs follow from names and have at most 64 digits and dots")
    func uids() {
      // Python: uuid.uuid5(uuid.UUID('5a1f0bc6-398e-4d72-9c41-e7602da58813'), 'a').int
      #expect(uniqueIdentifier(of: "a") == "2.25.243582223922630602748929642896902707496")
      #expect(uniqueIdentifier(of: "a") != uniqueIdentifier(of: "b"))
      #expect(uniqueIdentifier(of: "b").count <= 64)
      #expect(newUniqueIdentifier() != newUniqueIdentifier())
    }
  }
}
