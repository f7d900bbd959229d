import Imaging
import Testing

@testable import DataSets

@Suite("Editions")
struct EditionTests {
  // From the challenge's data pages and containers.
  @Test("Label values mean what the challenge says")
  func labels() {
    #expect(Edition.crossmoda2021.labelMapping == ["VS": 1, "cochlea": 2])
    #expect(Edition.crossmoda2022.labelMapping == ["VS": 1, "cochlea": 2])
    #expect(
      Edition.crossmoda2023.labelMapping == ["extra-meatal": 1, "intra-meatal": 2, "cochlea": 3])
    #expect(Edition.crossmoda2022.labelValues == [1, 2])
    #expect(Edition.crossmoda2023.labelValues == [1, 2, 3])
  }

  @Test("The whole tumour of 2023 is the union of its parts")
  func wholeTumour() {
    let structures = Edition.crossmoda2023.structures
    #expect(structures.map(\.name) == ["VS", "extra-meatal", "intra-meatal", "cochlea"])
    #expect(structures.map(\.labels) == [[1, 2], [1], [2], [3]])
  }

  @Test("A mapping names its edition, or none")
  func mapping() {
    #expect(Edition(labelMapping: ["VS": 1, "cochlea": 2]) == .crossmoda2022)
    #expect(Edition(labelMapping: Edition.crossmoda2023.labelMapping) == .crossmoda2023)
    #expect(Edition(labelMapping: ["VS": 2, "cochlea": 1]) == nil)
  }

  @Test("undividing joins the tumour's parts under 1 and gives the cochlea 2, whatever the edition")
  func undivided() {
    let grid = VoxelGrid(4, 1, 1)
    let new = LabelMap(grid: grid, voxels: [0, 1, 2, 3])
    #expect(Edition.crossmoda2023.undivided(new).voxels == [0, 1, 1, 2])
    let old = LabelMap(grid: grid, voxels: [0, 1, 2, 2])
    #expect(Edition.crossmoda2021.undivided(old) == old)
  }
}
