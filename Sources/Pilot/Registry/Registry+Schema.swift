package import GRDB

extension Registry {
  /// The schema, version by version; a version that was released is never changed.
  package static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1", migrate: createFirstTables)
    return migrator
  }

  private static func createFirstTables(_ db: Database) throws {
    try createCases(db)
    try db.create(table: "account") { t in
      t.primaryKey("name", .text)
      t.column("displayName", .text).notNull()
      t.column("role", .text).notNull()
      t.column("passwordHash", .text).notNull()
      t.column("isActive", .boolean).notNull()
      t.column("createdAt", .datetime).notNull()
    }
    try createJudgements(db)
    try createStages(db)
    try db.create(table: "cursor") { t in
      t.primaryKey("name", .text)
      t.column("value", .integer).notNull()
    }
    try db.create(table: "auditEntry") { t in
      t.autoIncrementedPrimaryKey("id")
      t.column("body", .text).notNull()
    }
  }

  private static func createCases(_ db: Database) throws {
    try db.create(table: "study") { t in
      t.primaryKey("uid", .text)
      for name in ["patientID", "patientName", "accessionNumber", "studyDate"] {
        t.column(name, .text).notNull()
      }
      t.column("receivedAt", .datetime).notNull()
    }
    try db.create(table: "pilotCase") { t in
      t.primaryKey("id", .text)
      t.column("studyUID", .text).notNull().indexed().references("study")
      t.column("seriesUID", .text).notNull()
      t.column("modelHash", .text).notNull()
      t.column("source", .text).notNull()
      t.column("slices", .integer).notNull()
      t.column("stage", .integer).notNull()
      t.column("state", .text).notNull().indexed()
      t.column("reason", .text)
      t.column("attempts", .integer).notNull()
      t.column("claims", .integer).notNull()
      t.column("nextAttemptAt", .datetime)
      t.column("leaseOwner", .text)
      t.column("leaseToken", .text)
      t.column("leaseUntil", .datetime)
      t.column("receivedAt", .datetime).notNull().indexed()
      t.column("updatedAt", .datetime).notNull()
      t.column("attention", .double)
      t.column("measures", .text)
      t.column("computeSeconds", .double).notNull()
      t.uniqueKey(["seriesUID", "modelHash"])
    }
    try db.create(table: "resultObject") { t in
      t.column("caseID", .text).notNull().references("pilotCase")
      t.column("name", .text).notNull()
      t.column("sha256", .text).notNull()
      t.column("sentAt", .datetime)
      t.column("receipt", .text)
      t.primaryKey(["caseID", "name"])
    }
  }

  private static func createJudgements(_ db: Database) throws {
    try db.create(table: "judgement") { t in
      t.autoIncrementedPrimaryKey("id")
      t.column("caseID", .text).notNull().references("pilotCase")
      t.column("reader", .text).notNull().indexed().references("account")
      t.column("turn", .text).notNull()
      t.column("decision", .text).notNull()
      t.column("reason", .text).notNull()
      t.column("seconds", .double).notNull()
      t.column("correction", .text)
      t.column("judgedAt", .datetime).notNull()
      t.uniqueKey(["caseID", "turn"])
    }
    try db.create(table: "agreement") { t in
      t.autoIncrementedPrimaryKey("id")
      t.column("caseID", .text).notNull().references("pilotCase")
      t.column("reference", .text).notNull()
      t.column("structure", .text).notNull()
      t.column("dice", .double).notNull()
      t.column("volume", .double).notNull()
      t.column("referenceVolume", .double).notNull()
      t.column("measuredAt", .datetime).notNull()
      t.uniqueKey(["caseID", "reference", "structure"])
    }
  }

  private static func createStages(_ db: Database) throws {
    try db.create(table: "stageChange") { t in
      t.autoIncrementedPrimaryKey("id")
      t.column("from", .integer).notNull()
      t.column("to", .integer).notNull()
      t.column("reason", .text).notNull()
      t.column("by", .text).notNull()
      t.column("changedAt", .datetime).notNull()
    }
    try db.create(table: "signOff") { t in
      t.autoIncrementedPrimaryKey("id")
      t.column("stage", .integer).notNull()
      t.column("name", .text).notNull().references("account")
      t.column("role", .text).notNull()
      t.column("comment", .text).notNull()
      t.column("signedAt", .datetime).notNull()
    }
  }
}
