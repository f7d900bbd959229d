import Imaging

/// The volume of a tumour or of a part of it, by three methods.
public struct TumourVolume: Hashable, Sendable, Codable {
  /// The number of voxels times the volume of one, in mm3.
  public let counted: Double
  /// The volume in mm3 within a smooth border between voxel centres.
  public let smooth: Double
  /// The sum of the probabilities in mm3; `nil` without a probability map.
  public let expected: Double?

  /// The half width in mm3 of the 95 % limits of agreement among experts for such a volume.
  public var observerLimits: Double {
    counted > 0 ? counted * ObserverAgreement.relativeLimits(volume: counted) : 0
  }
}

/// What a reader of a measurement must know.
public enum MeasureNote: String, Hashable, Sendable, Codable, CaseIterable {
  /// Labelled voxels apart from the tumour were left out.
  case strayVoxels
  /// The parts are not labelled; they were divided by a plane from anatomy.
  case dividedByAnatomy
  /// The parts are neither labelled nor can they be told apart, for lack of a cochlea.
  case undivided
  /// The tumour has no part outside the canal.
  case noExtraMeatalPart
  /// The tumour has no part inside the canal.
  case noIntraMeatalPart
  /// Both parts are labelled, but they do not touch, so there is no plane between them.
  case partsApart
  /// No cochlea is labelled.
  case noCochlea
  /// The side was told from the image's middle alone.
  case sideFromImage
  /// The tumour reaches the edge of the image, so it may be cut.
  case cutByImage
}

/// What is measured of one tumour.
public struct MeatalMeasures: Hashable, Sendable, Codable {
  /// The side and what it was told from.
  public let side: TumourSide
  /// The whole tumour's volume.
  public let whole: TumourVolume
  /// The volume outside the canal; `nil` where the parts cannot be told apart.
  public let extraMeatal: TumourVolume?
  /// The volume inside the canal; `nil` where the parts cannot be told apart.
  public let intraMeatal: TumourVolume?
  /// The meatal plane; `nil` where there is none.
  public let plane: PlaneFit?
  /// The diameters of the part outside the canal; `nil` without one.
  public let extraMeatalDiameters: Diameters?
  /// The diameters of the whole tumour.
  public let wholeDiameters: Diameters
  /// The size class; `nil` where the parts cannot be told apart.
  public let sizeGrade: SizeGrade?
  /// The smallest distance in mm between the tumour and the cochlea on its side, 0 where they touch;
  /// `nil` without a labelled cochlea.
  public let cochleaDistance: Double?
  /// How sure the border is; `nil` without a probability map.
  public let uncertainty: BoundaryUncertainty?
  /// The volume in mm3 of labelled voxels apart from the tumour, which were left out.
  public let strayVolume: Double
  /// The distance between voxel centres in mm along the grid's axes.
  public let spacing: SIMD3<Double>
  /// What a reader must know.
  public let notes: [MeasureNote]
}
