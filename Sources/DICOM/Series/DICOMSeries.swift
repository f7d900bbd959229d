public import Imaging

/// Slices of a DICOM series that make one volume.
///
/// The slices run along the right-handed normal of their own axes: `i` counts columns, `j` counts
/// rows and `k` counts slices from `frames[0]`.
public struct DICOMSeries: Sendable {
  /// One slice: the file, and where the file has several, which frame.
  public struct Frame: Hashable, Sendable {
    /// The file's path.
    public let path: String
    /// The frame's number in the file, from 1.
    public let number: Int
    /// SOP Class UID of the file.
    public let sopClassUID: String
    /// SOP Instance UID of the file.
    public let sopInstanceUID: String
  }

  /// What the series says about itself.
  public let identity: SeriesIdentity
  /// What tells this volume from others of its series, as "echo 2, TE 80 ms"; empty where it is
  /// the only one.
  public let stack: String
  /// The grid in RAS+ mm.
  public let grid: VoxelGrid
  /// The echo time in ms.
  public let echoTime: Double?
  /// One frame for each slice, in the order of `k`.
  public let frames: [Frame]

  let headers: [FrameHeader]

  init(_ stack: Stack) throws(DICOMError) {
    let geometry = try StackGeometry(stack.frames)
    headers = geometry.frames
    grid = geometry.grid
    identity = headers[0].series
    self.stack = stack.name
    echoTime = headers[0].key.echoTime
    frames = headers.map {
      Frame(
        path: $0.path, number: $0.frame + 1, sopClassUID: $0.sopClassUID,
        sopInstanceUID: $0.sopInstanceUID)
    }
  }
}

extension DICOMSeries {
  /// The intensities, rescaled as each slice says, on ``grid``.
  ///
  /// - Throws: ``DICOMError`` where the pixels are damaged, cut short or compressed in a way that is
  ///   not read, or where the files changed since they were found.
  /// - Complexity: O(*n*) in voxels; each file is read once.
  public func volume() throws(DICOMError) -> Volume {
    let sliceSize = grid.size.x * grid.size.y
    var voxels: [Float] = []
    voxels.reserveCapacity(grid.count)
    // An enhanced file serves many slices in a row: it stays decoded until another one is needed.
    var decoded: (path: String, bytes: [UInt8]) = ("", [])
    for header in headers {
      if header.path != decoded.path {
        let file = try DICOMFile.read(header.path)
        guard try PixelFormat(file.root) == header.pixels else {
          throw DICOMError(
            .badPixels, path: header.path, "expected the file as it was found, found another one")
        }
        let byteCount = header.pixels.bytesPerFrame * header.frameCount
        decoded = (header.path, try file.pixels(byteCount: byteCount))
      }
      let start = header.frame * header.pixels.bytesPerFrame
      header.pixels.append(
        decoded.bytes[start..<(start + header.pixels.bytesPerFrame)], slope: header.slope,
        intercept: header.intercept, to: &voxels)
    }
    precondition(voxels.count == sliceSize * headers.count)
    return Volume(grid: grid, voxels: voxels)
  }
}
