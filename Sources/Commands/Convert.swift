package import ArgumentParser
import DICOM
import Foundation
import Imaging
import NIfTI

/// Converts between DICOM and NIfTI, and labels into what a PACS takes.
package struct Convert: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Converts DICOM to NIfTI and back, and labels to SEG, RTSTRUCT and SR.",
    discussion: """
      A folder of DICOM becomes one NIfTI file per volume; what is refused is listed with the reason.
      A NIfTI image becomes an MR series. Labels (NIfTI) and the series they belong to become a
      segmentation, a structure set and a measurement report; a segmentation or structure set and
      its series become labels. Everything written is read back and compared. Research use only.

      Examples:
        kakehashi convert dicom/ -o nifti/ --json series.json
        kakehashi convert scan.nii.gz -o series/ --patient-id P1 --te 84 --storage enhanced
        kakehashi convert labels.nii.gz --reference dicom/ --seg seg.dcm --rtstruct rt.dcm --sr sr.dcm
        kakehashi convert rt.dcm --reference dicom/ -o labels.nii.gz
      """)

  @Argument(help: "A folder or file of DICOM, or a NIfTI file.")
  var input: String

  @Option(
    name: [.short, .long], help: "The folder to write to; for labels from DICOM, the NIfTI file.")
  var output: String?

  @Option(help: "Write what was read and refused as JSON to this file; - prints it.")
  var json: String?

  @OptionGroup(title: "Results for a PACS")
  var results: ResultOptions

  @OptionGroup(title: "The MR series of a NIfTI image")
  var mr: MRSeriesOptions

  package init() {}

  package mutating func validate() throws {
    guard results.objects.isEmpty || results.reference != nil else {
      throw ValidationError("--seg, --rtstruct, --sr and --overview expect --reference, found none")
    }
    guard output != nil || !results.objects.isEmpty else {
      throw ValidationError(
        "expected --output, or --seg, --rtstruct, --sr or --overview, found none")
    }
    guard results.sr == nil || results.seg != nil else {
      throw ValidationError("--sr refers to a segmentation: expected --seg, found none")
    }
  }

  package func run() throws {
    guard FileManager.default.fileExists(atPath: input) else {
      throw CommandError("\(input): expected DICOM or a NIfTI file, found nothing")
    }
    let isNIfTI = [".nii", ".nii.gz"].contains { input.lowercased().hasSuffix($0) }
    switch (isNIfTI, results.reference) {
    case (true, let reference?):
      try results.write(labels: input, of: reference)
    case (true, nil):
      try writeSeries(to: output ?? "")
    case (false, let reference?):
      try LabelsFromDICOM(input, reference: reference).write(to: output ?? "")
    case (false, nil):
      try writeImages(to: output ?? "")
    }
  }

  private func writeImages(to output: String) throws {
    let folder = try scanDICOM(input)
    var report = SeriesReport(folder)
    if report.isEmpty {
      throw CommandError(
        "\(input): expected DICOM images, found none (\(folder.otherFiles) other files)")
    }
    try requireWritableFolder(fileURL(output))
    report.convert(folder, to: fileURL(output))
    if let json { try writeOutput(readableJSON(report), to: json) }
    if json != "-" { print(report.text) }
    guard !report.series.isEmpty else {
      throw CommandError("\(input): expected a series that can be read, found none")
    }
  }

  private func writeSeries(to output: String) throws {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
    guard found.isEmpty else {
      throw CommandError("\(output): expected a new or empty folder, found \(found.count) files")
    }
    let volume = try readNIfTI(input).volume
    let paths = try writeMRSeries(
      volume, mr.description(of: input), of: mr.study(of: input), to: output, as: mr.storage)
    print(
      "\(output): \(paths.count) \(paths.count == 1 ? "file" : "files"), \(mr.storage.rawValue)")
  }
}
