package import GRDB

extension Registry {
  /// The pilot's stage: where the last change went, ``Stage/retrospective`` before the first.
  package func stage() throws -> Stage { try database.read(Self.stage) }

  /// The same inside a transaction.
  package static func stage(_ db: Database) throws -> Stage {
    try StageChange.order(Column("id").desc).fetchOne(db)?.to ?? .retrospective
  }

  /// When the present stage began; `nil` where it has lasted since the beginning.
  package static func stageBegan(_ db: Database) throws -> StageChange? {
    try StageChange.order(Column("id").desc).fetchOne(db)
  }
}
