import Imaging

extension Acquisition {
  /// The sites with a protocol: London, Tilburg and the mixed UK surveillance scans.
  public static let sites = ["ldn", "etz", "ukm"]

  /// Two made-up hospitals for tests of a site nobody trained on.
  ///
  /// `new3t` is a 3 T scanner with gradient and turbo spin echoes; `new1t` an open 1 T scanner with
  /// spin echoes and banded steady-state images. No other site combines field and sequence so.
  public static let unseenSites = ["new3t", "new1t"]

  /// The protocol of a site for one case.
  ///
  /// `ldn` and `etz` are planning protocols with little spread; `ukm` draws scanner, sequence and
  /// resolution anew for every case; ``unseenSites`` have one protocol each. The same arguments give
  /// the same protocol.
  ///
  /// - Throws: ``PhantomError/unknownSite(_:known:)``.
  /// - Source: the data descriptions of crossMoDA 2021 to 2023.
  public static func preset(
    site: String, contrast: Contrast, seed: UInt64, index: Int
  ) throws(PhantomError) -> Acquisition {
    var generator = SplitMix64(
      seed: seed, keys: 0x5349_5445, UInt64(bitPattern: Int64(index)), contrast == .ceT1 ? 1 : 2)
    switch (site, contrast) {
    case ("ldn", .ceT1): return londonT1(&generator)
    case ("ldn", .T2): return londonT2(&generator)
    case ("etz", .ceT1): return tilburgT1(&generator)
    case ("etz", .T2): return tilburgT2(&generator)
    case ("ukm", _): return surveillance(contrast, &generator)
    case ("new3t", _): return unseenHighField(contrast, &generator)
    case ("new1t", _): return unseenLowField(contrast, &generator)
    default: throw PhantomError.unknownSite(site, known: sites + unseenSites)
    }
  }
}
