import DomainAdaptation

extension LabelRoles {
  /// The labels of 2023: the tumour in two parts.
  static let inParts = LabelRoles(
    edition: "crossmoda2023", classes: ["background", "extra-meatal", "intra-meatal", "cochlea"],
    tumour: [1, 2], cochlea: 3)
  /// The labels of 2021 and 2022: the tumour in one piece.
  static let inOnePiece = LabelRoles(
    edition: "crossmoda2022", classes: ["background", "VS", "cochlea"], tumour: [1], cochlea: 2)
}
