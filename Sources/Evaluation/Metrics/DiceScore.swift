public import Imaging

/// The Dice score 2|A ∩ B| / (|A| + |B|), in 0...1; `nil` when both masks are empty.
///
/// 0 when exactly one mask is empty. MedPy 0.4 and 0.5 return 0 and NaN for two empty masks; here
/// nothing is made up, and ``EmptyPolicy`` decides what a table does with such a case.
///
/// - Throws: ``GridMismatch``; masks are never resampled behind the caller's back.
/// - Complexity: O(*n*) in voxels.
/// - Source: Dice, Ecology 26(3), 1945.
public func diceScore(_ prediction: Mask, _ reference: Mask) throws(GridMismatch) -> Double? {
  try GridMismatch.check("Dice", reference.grid, prediction.grid)
  var both = 0
  var sum = 0
  prediction.voxels.withUnsafeBufferPointer { a in
    reference.voxels.withUnsafeBufferPointer { b in
      for n in 0..<a.count {
        both &+= a[n] && b[n] ? 1 : 0
        sum &+= (a[n] ? 1 : 0) &+ (b[n] ? 1 : 0)
      }
    }
  }
  return sum == 0 ? nil : 2 * Double(both) / Double(sum)
}
