import Dispatch
import Foundation
import Synchronization

/// Inspects a data set and collects every error and warning.
///
/// Errors are: duplicated case names or files, a patient in more than one role, a source case
/// without a label, images or labels that cannot be read, a label on another grid than its image,
/// and label values outside the edition. Shallow inspection opens headers alone and so finds
/// neither wrong label values nor damaged voxels.
///
/// - Parameters:
///   - dataSet: The data set, as loaded.
///   - deep: Whether to read all voxels too.
/// - Throws: ``DataSetError`` only where the data set's folder is gone.
/// - Complexity: O(*n*) in voxels where deep; at most four cases are in memory at once.
public func inspect(_ dataSet: DataSet, deep: Bool) throws(DataSetError) -> DataSetReport {
  guard Folder(dataSet.root).exists else {
    throw DataSetError(dataSet.root, "the data set's folder is gone")
  }
  let cases = inspectCases(dataSet, deep: deep)
  let errors =
    (dataSet.cases.isEmpty ? ["the data set has no case"] : [])
    + duplicates(dataSet) + leakage(dataSet)
    + cases.flatMap { c in c.errors.map { "\(c.id): \($0)" } }
  let warnings =
    dataSet.ignoredFiles.map { "\($0) was not used" }
    + cases.flatMap { c in c.warnings.map { "\(c.id): \($0)" } }
  return DataSetReport(
    edition: dataSet.edition, root: dataSet.root, isDeep: deep, cases: cases, errors: errors,
    warnings: warnings)
}

private func inspectCases(_ dataSet: DataSet, deep: Bool) -> [CaseReport] {
  let records = dataSet.cases
  let results = Mutex([CaseReport?](repeating: nil, count: records.count))
  let next = Mutex(0)
  // Few workers: a case takes up to half a gigabyte, and disks gain nothing from more.
  let workers = min(4, ProcessInfo.processInfo.activeProcessorCount, max(records.count, 1))
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let n = next.withLock { value in
        defer { value += 1 }
        return value
      }
      guard n < records.count else { return }
      let report = CaseReport.inspecting(records[n], edition: dataSet.edition, deep: deep)
      results.withLock { $0[n] = report }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}

private func duplicates(_ dataSet: DataSet) -> [String] {
  let byName = Dictionary(grouping: dataSet.cases, by: \.id).filter { $0.value.count > 1 }
  let byFile = Dictionary(grouping: dataSet.cases, by: \.imagePath)
    .filter { Set($0.value.map(\.id)).count > 1 }
  return byName.keys.sorted().map { id in
    let roles = (byName[id] ?? []).map(\.role.rawValue).joined(separator: ", ")
    return "\(id): the name is borne by \(byName[id]?.count ?? 0) cases (\(roles))"
  }
    + byFile.keys.sorted().map { path in
      let ids = (byFile[path] ?? []).map(\.id).joined(separator: ", ")
      return "\(path): the image belongs to several cases (\(ids))"
    }
}

private func leakage(_ dataSet: DataSet) -> [String] {
  let byPatient = Dictionary(grouping: dataSet.cases, by: \.patient)
  return byPatient.keys.sorted().compactMap { patient in
    let cases = byPatient[patient] ?? []
    guard Set(cases.map(\.role)).count > 1 else { return nil }
    let shown = cases.map { "\($0.id) \($0.role.rawValue)" }.joined(separator: ", ")
    return "patient \(patient) is in more than one role: \(shown)"
  }
}
