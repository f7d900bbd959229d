import DICOM
import Foundation
import GRDB
import Imaging
import NIfTI

/// What an error says in the log and to staff, without file names or anything of a patient.
///
/// Errors of other modules name files; of those only the kind is told.
func sentence(of error: any Error) -> String {
  switch error {
  case let error as PilotError: return error.message
  case let error as Refusal: return error.reason
  case let error as LeaseLost: return error.description
  case let error as DatabaseError: return "registry: \(error.resultCode)"
  case let error as NIfTIError: return "NIfTI file: \(error.kind)"
  case let error as DICOMError: return "DICOM: \(error.kind.words)"
  case let error as GridMismatch: return error.description
  case let error as CocoaError where error.code == .fileWriteOutOfSpace: return "the disk is full"
  case is CocoaError, is POSIXError:
    let error = error as NSError
    return "file system: \(error.domain) \(error.code)"
  default: return "\(type(of: error))"
  }
}
