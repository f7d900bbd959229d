import Testing

/// All tests of the module, one after another, so that objects alive can be counted.
@Suite("DICOM", .serialized)
struct DICOMTests {}
