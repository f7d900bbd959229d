import Imaging
import NIfTI

/// Fewer slices than this along an axis are reported: patches of usual depth do not fit.
private let thinStack = 16

extension CaseReport {
  /// Opens the files of one case and collects everything that is wrong or doubtful.
  static func inspecting(_ record: CaseRecord, edition: Edition, deep: Bool) -> CaseReport {
    var report = CaseReport(record)
    let grid = report.inspectImage(record.imagePath, deep: deep)
    if let path = record.labelPath {
      report.inspectLabel(path, image: grid, edition: edition, deep: deep)
    } else if record.role == .sourceLabelled {
      report.errors.append("a source-labelled case needs a label, but has none")
    }
    return report
  }

  private mutating func inspectImage(_ path: String, deep: Bool) -> VoxelGrid? {
    let header: NIfTIHeader
    do throws(NIfTIError) {
      if deep {
        let file = try readNIfTI(path)
        header = file.header
        intensities = IntensityReport(file)
        if intensities == nil { errors.append("no voxel of the image is a finite number") }
      } else {
        header = try readNIfTIHeader(path)
      }
    } catch {
      errors.append("the image is not readable: \(error)")
      return nil
    }
    let grid = header.grid
    image = ImageReport(
      size: grid.size, spacing: grid.spacing, orientation: grid.affine.orientationCode,
      dataType: header.dataType.name)
    warnings += header.warnings
    if grid.size.min() < thinStack {
      warnings.append(
        "the stack is thin: \(grid.size.x)x\(grid.size.y)x\(grid.size.z) voxels, fewer than "
          + "\(thinStack) along an axis")
    }
    if let intensities {
      let odd = intensities.nanCount + intensities.infinityCount
      if odd > 0 { warnings.append("\(odd) of \(grid.count) voxels are NaN or infinite") }
      if intensities.minimum == intensities.maximum {
        warnings.append("every voxel of the image is \(intensities.minimum)")
      }
    }
    return grid
  }

  private mutating func inspectLabel(
    _ path: String, image: VoxelGrid?, edition: Edition, deep: Bool
  ) {
    let header: NIfTIHeader
    var labels: LabelMap?
    do throws(NIfTIError) {
      if deep {
        let file = try readNIfTILabels(path)
        header = file.header
        labels = file.labels
      } else {
        header = try readNIfTIHeader(path)
      }
    } catch {
      errors.append("the label is not readable: \(error)")
      return
    }
    warnings += header.warnings.map { "label: \($0)" }
    if let image {
      do throws(GridMismatch) {
        try GridMismatch.check("label on image", image, header.grid)
      } catch {
        errors.append("\(error)")
      }
    }
    if let labels { inspect(labels, edition: edition) }
  }

  private mutating func inspect(_ labels: LabelMap, edition: Edition) {
    var counts = [Int](repeating: 0, count: 256)
    for label in labels.voxels { counts[Int(label)] += 1 }
    let foreign = (1..<256).filter { counts[$0] > 0 && !edition.labelValues.contains(UInt8($0)) }
    if !foreign.isEmpty {
      let shown = foreign.map { "\($0)" }.joined(separator: ", ")
      let allowed = edition.labelValues.sorted().map { "\($0)" }.joined(separator: ", ")
      errors.append("expected the labels \(allowed) of \(edition.rawValue), found \(shown)")
    }
    structures = edition.structures.map { structure in
      let count = structure.labels.reduce(0) { $0 + counts[Int($1)] }
      return StructureReport(
        name: structure.name, voxelCount: count,
        volume: Double(count) * labels.grid.voxelVolume)
    }
    // A tumour may lack either of its parts, but not both, and a head has cochleas.
    let whole: [Structure.Name] = [.vestibularSchwannoma, .cochlea]
    let absent = structures.filter { $0.voxelCount == 0 }.map(\.name)
      .filter { name in whole.contains { $0.rawValue == name } }
    if counts[0] == labels.voxels.count {
      warnings.append("the label is empty")
    } else if !absent.isEmpty {
      warnings.append("the label lacks \(absent.joined(separator: " and "))")
    }
  }
}

extension IntensityReport {
  /// The intensities of an image; `nil` when no voxel is finite.
  init?(_ file: NIfTIImage) {
    let voxels = file.volume.voxels
    // An odd step does not stay in one column of an image whose width is a power of two.
    let step = (voxels.count >> 20) | 1
    var sample: [Float] = []
    sample.reserveCapacity(voxels.count / step + 1)
    var (minimum, maximum) = (Float.infinity, -Float.infinity)
    voxels.withUnsafeBufferPointer { voxels in
      for value in voxels where value.isFinite {
        minimum = min(minimum, value)
        maximum = max(maximum, value)
      }
      for n in stride(from: 0, to: voxels.count, by: step) where voxels[n].isFinite {
        sample.append(voxels[n])
      }
    }
    guard minimum <= maximum else { return nil }
    if sample.isEmpty { sample = [minimum, maximum] }
    sample.sort()
    func percentile(_ p: Double) -> Float {
      sample[Int((Double(sample.count - 1) * p / 100).rounded())]
    }
    self.init(
      minimum: minimum, percentile1: percentile(1), median: percentile(50),
      percentile99: percentile(99), maximum: maximum, nanCount: file.nanCount,
      infinityCount: file.infinityCount)
  }
}
