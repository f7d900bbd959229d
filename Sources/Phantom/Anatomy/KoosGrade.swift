/// The Koos grade of a tumour by geometry.
///
/// 1 wholly inside the canal, 2 without contact to the brainstem, 3 with contact, 4 where the
/// brainstem has to give way. The depth is that of the tumour in the space of the undisturbed pons and
/// medulla; contact begins at a millimetre of gap, because a scan shows no thinner film of fluid, and
/// giving way at 3 mm, less than which is a dent rather than a displacement.
/// The limits are the author's; with them the grades are about as frequent as the challenge's.
///
/// - Parameter depth: in mm, negative for a gap; `nil` for a tumour wholly inside the canal.
/// - Source: Koos et al., J Neurosurg 88:506, 1998; frequencies: infos_source_training.csv of
///   crossMoDA 2022, I 12, II 51, III 73, IV 46 of 182.
func koosGrade(depthInBrainstem depth: Float?) -> Int {
  guard let depth else { return 1 }
  return depth < -1 ? 2 : depth < 3 ? 3 : 4
}
