/// Slices that should make one grid, and what tells them from the rest of their series.
struct Stack {
  var frames: [FrameHeader]
  var name: String
}

/// Takes the slices of one series apart into stacks.
///
/// Slices of different echo, inversion time, kind of image, time point, diffusion weighting,
/// direction, and, where they would lie on each other otherwise, acquisition are different stacks.
///
/// - Returns: the stacks in order of their first slice in the list, and why the rest was refused.
func stacks(of frames: [FrameHeader]) -> (stacks: [Stack], refused: [(DICOMError, Int)]) {
  var order: [StackKey] = []
  var groups: [StackKey: [FrameHeader]] = [:]
  for frame in frames {
    if groups[frame.key] == nil { order.append(frame.key) }
    groups[frame.key, default: []].append(frame)
  }
  var result: [Stack] = []
  var refused: [(DICOMError, Int)] = []
  for key in order {
    let group = groups[key] ?? []
    let name = key.difference(from: order)
    do {
      let directions = try parallelGroups(group)
      for (n, slices) in directions.enumerated() {
        let direction = directions.count > 1 ? ["direction \(n + 1)"] : []
        for acquisition in acquisitions(of: slices) {
          let parts = [name] + direction + (acquisition.name.map { [$0] } ?? [])
          result.append(
            Stack(
              frames: acquisition.frames,
              name: parts.filter { !$0.isEmpty }.joined(separator: ", ")))
        }
      }
    } catch {
      refused.append((error, group.count))
    }
  }
  return (result, refused)
}

/// Slices by direction.
///
/// - Throws: ``DICOMError``: a direction with fewer than 3 slices among several, as in a localiser;
///   or slices of one direction that differ in matrix or spacing.
private func parallelGroups(_ frames: [FrameHeader]) throws(DICOMError) -> [[FrameHeader]] {
  var groups: [[FrameHeader]] = []
  for frame in frames {
    if let n = groups.firstIndex(where: { $0[0].plane.isParallel(to: frame.plane) }) {
      groups[n].append(frame)
    } else {
      groups.append([frame])
    }
  }
  if groups.count > 1, let small = groups.first(where: { $0.count < 3 }) {
    throw DICOMError(
      .mixedOrientation, path: small[0].path,
      "expected parallel slices, found \(frames.count) in \(groups.count) directions, of which "
        + "this one has \(small.count)")
  }
  for group in groups {
    let first = group[0]
    for frame in group {
      let difference = frame.plane.spacing - first.plane.spacing
      guard frame.pixels.columns == first.pixels.columns,
        frame.pixels.rows == first.pixels.rows,
        abs(difference.x) < 1e-3 * first.plane.spacing.x,
        abs(difference.y) < 1e-3 * first.plane.spacing.y
      else {
        throw DICOMError(
          .mixedMatrix, path: frame.path,
          "expected \(matrix(first)) as in \(first.path), found \(matrix(frame))")
      }
    }
  }
  return groups
}

private func matrix(_ frame: FrameHeader) -> String {
  "\(frame.pixels.columns)x\(frame.pixels.rows) pixels of \(plain(frame.plane.spacing.x))x"
    + "\(plain(frame.plane.spacing.y)) mm"
}

/// The slices by acquisition number where several lie at one place and this tells them apart.
private func acquisitions(
  of frames: [FrameHeader]
) -> [(frames: [FrameHeader], name: String?)] {
  guard hasDuplicates(frames) else { return [(frames, nil)] }
  let groups = Dictionary(grouping: frames) { $0.acquisitionNumber ?? 0 }
  guard groups.count > 1, !groups.values.contains(where: hasDuplicates) else {
    return [(frames, nil)]
  }
  return groups.sorted { $0.key < $1.key }.map { ($0.value, "acquisition \($0.key)") }
}

private func hasDuplicates(_ frames: [FrameHeader]) -> Bool {
  let normal = frames[0].plane.normal
  let places = frames.map { ($0.plane.position * normal).sum() }.sorted()
  return zip(places.dropFirst(), places).contains { $0.0 - $0.1 < 1e-3 }
}
