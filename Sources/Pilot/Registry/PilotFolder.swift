package import Foundation

/// Where the pilot keeps everything, below one folder that nobody else may read.
///
/// ```text
/// registry.sqlite          ``Registry``
/// audit.log                ``AuditLog``
/// cases/ID/series/         the DICOM files as they came
///          scan.nii.gz     the volume
///          labels.nii.gz   the segmentation, on the volume's grid
///          segment.json    what the segmenting program printed
///          steps.log       what all programs said; may name the patient
///          measures.json   ``CaseMeasures``
///          results/        what is sent: SEG, RTSTRUCT, SR, overview
/// work/TOKEN/              what a worker has not finished; safe to delete while none runs
/// corrections/             what readers corrected
/// ```
package struct PilotFolder: Hashable, Sendable {
  /// The folder.
  package let root: URL

  /// The pilot's folder at a path, made where it is missing, for its owner only.
  ///
  /// - Throws: ``PilotError`` where it cannot be made or written to.
  package init(_ path: String) throws {
    root = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
    for name in ["cases", "work", "corrections"] {
      do {
        try FileManager.default.createDirectory(
          at: root.appending(path: name), withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      } catch {
        throw PilotError(
          "\(path): expected a folder that can be written, found: \(error.localizedDescription)")
      }
    }
  }

  /// The registry's file.
  package var registry: String { root.appending(path: "registry.sqlite").path }

  /// A case's folder.
  package func folder(of caseID: String) -> URL { root.appending(path: "cases/\(caseID)") }

  /// Where a worker makes something before it is moved into the case's folder.
  package func work(_ token: String) -> URL { root.appending(path: "work/\(token)") }
}

/// The files of a case; see ``PilotFolder``.
package struct CaseFolder: Hashable, Sendable {
  /// The folder.
  package let root: URL

  /// A case's files in a pilot's folder.
  package init(_ caseID: String, in folder: PilotFolder) { root = folder.folder(of: caseID) }

  /// The DICOM files as they came.
  package var series: URL { root.appending(path: "series") }
  /// The volume.
  package var scan: URL { root.appending(path: "scan.nii.gz") }
  /// The segmentation.
  package var labels: URL { root.appending(path: "labels.nii.gz") }
  /// What the segmenting program printed.
  package var segmentOutput: URL { root.appending(path: "segment.json") }
  /// What all programs said.
  package var log: URL { root.appending(path: "steps.log") }
  /// What was measured.
  package var measures: URL { root.appending(path: "measures.json") }
  /// What is sent.
  package var results: URL { root.appending(path: "results") }
}
