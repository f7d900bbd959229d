/// Everything a hospital decides about its pilot; a JSON file holds what differs from the defaults.
package struct PilotConfiguration: Codable, Sendable, Hashable {
  /// The pilot's folder, laid out as ``PilotFolder`` says.
  ///
  /// Relative paths count from the configuration's folder.
  package var folder = "pilot"
  /// The model folder that `kakehashi train` wrote.
  package var model = "model"
  /// Where series come from: a folder that is watched; empty for none.
  package var watch = WatchSettings()
  /// Where series come from and results go to: an Orthanc; empty address for none.
  package var orthanc = OrthancSettings()
  /// Which series of a study is segmented.
  package var selection = SeriesRules()
  /// The program that segments.
  package var commands = StepCommands()
  /// How failures are tried again.
  package var retry = RetryPolicy()
  /// Workers of one process.
  package var workers = 1
  /// Seconds a worker holds a case without a sign of life.
  package var leaseSeconds: Double = 120
  /// The stages from which results are sent: in earlier ones they are stored and not shown.
  package var sendFrom = Stage.assisted
  /// Address of health and metrics; only this machine by default.
  package var statusAddress = "127.0.0.1"
  /// Port of health and metrics; 0 for none.
  package var statusPort: UInt16 = 8044
  /// Free bytes below which nothing new is begun.
  package var minimumFreeBytes = 2_000_000_000
  /// The labels of each structure in the segmentation.
  package var structures: [String: [UInt8]] = [
    "VS": [1, 2], "extrameatal": [1], "intrameatal": [2], "cochlea": [3],
  ]
  /// Which structure a contour is that existed before.
  package var contourNames = ContourNames()
  /// What must be met to go on, and when the pilot falls back.
  package var gates = GateSettings()
  /// How long what is kept.
  package var retention = RetentionSettings()

  /// The defaults.
  package init() {}
}

/// A folder that is watched.
package struct WatchSettings: Codable, Sendable, Hashable {
  /// The folder; empty for none.
  package var folder = ""
  /// Seconds without any change after which a study counts as complete.
  package var settleSeconds: Double = 10
  /// Seconds between two looks.
  package var pollSeconds: Double = 2
}

/// An Orthanc that is watched and that results are sent to.
package struct OrthancSettings: Codable, Sendable, Hashable {
  /// As "http://127.0.0.1:8042"; empty for none.
  package var url = ""
  /// The user; empty where Orthanc asks for none.
  package var user = ""
  /// A file that holds the password, so that the configuration can be shown to anybody.
  package var passwordFile = ""
  /// Seconds between two looks at `/changes`.
  package var pollSeconds: Double = 2
  /// Seconds after which a request counts as failed.
  package var timeoutSeconds: Double = 120
}

/// The program that segments, as a command line; all else is done in the gateway itself.
///
/// One program and its arguments, run without a shell. `{output}` is an empty folder; `{series}`,
/// `{scan}` and `{model}` are files and folders of the case; `{kakehashi}` is this program.
package struct StepCommands: Codable, Sendable, Hashable {
  /// Makes one NIfTI label map of `{scan}` in `{output}`, on the scan's grid.
  ///
  /// Where it prints JSON
  /// with `"earsFound": false`, the case is marked as doubtful.
  package var segment = [
    "{kakehashi}", "predict", "-i", "{scan}", "-o", "{output}", "-m", "{model}", "--json",
    "--quiet",
  ]
  /// Seconds after which a program is ended.
  package var timeoutSeconds: Double = 1800
}

/// How long what is kept, in days; 0 keeps it for ever.
package struct RetentionSettings: Codable, Sendable, Hashable {
  /// The DICOM files of a finished case.
  package var seriesDays = 30
  /// What tells who the patient is.
  package var identityDays = 365
  /// Volume, segmentation and results of a finished case.
  package var caseDays = 0
}
