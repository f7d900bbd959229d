package import Foundation
package import GRDB

/// How well a case's segmentation agrees with somebody's contours of one structure.
///
/// A correction gives one, and so do contours that existed before (the retrospective stage).
package struct Agreement: Codable, Sendable, Hashable, Identifiable {
  /// The row; `nil` until it is stored.
  package var id: Int64?
  /// ``PilotCase/id``.
  package var caseID: String
  /// Whose contours: an account's name, or a name of the reference data.
  package var reference: String
  /// The structure, as "VS" or "cochlea".
  package var structure: String
  /// Dice, 0...1; 1 where both are empty.
  package var dice: Double
  /// The segmented volume in mm³.
  package var volume: Double
  /// The reference's volume in mm³.
  package var referenceVolume: Double
  /// When it was measured.
  package var measuredAt: Date

  /// An agreement that is not stored yet.
  package init(
    caseID: String, reference: String, structure: String, dice: Double, volume: Double,
    referenceVolume: Double, measuredAt: Date
  ) {
    self.caseID = caseID
    self.reference = reference
    self.structure = structure
    self.dice = dice
    self.volume = volume
    self.referenceVolume = referenceVolume
    self.measuredAt = measuredAt
  }

  /// The volume error as a share of the reference's volume; `nil` where that is empty.
  package var relativeVolumeError: Double? {
    referenceVolume > 0 ? (volume - referenceVolume) / referenceVolume : nil
  }
}

extension Agreement: FetchableRecord, MutablePersistableRecord {
  package static let databaseTableName = "agreement"

  package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
