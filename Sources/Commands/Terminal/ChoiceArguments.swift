public import ArgumentParser
public import DICOM
public import Evaluation
public import Imaging

// Written on the command line as in files: by their raw values, which the help lists.
extension RankingPreset: ExpressibleByArgument {}
extension RankingScheme: ExpressibleByArgument {}
extension MissingScores: ExpressibleByArgument {}
extension SignificanceTest.Alternative: ExpressibleByArgument {}
extension NNUNetSummary.Undefined: ExpressibleByArgument {}
extension ASSDDefinition: ExpressibleByArgument {}
extension PercentileRule: ExpressibleByArgument {}
extension Connectivity: ExpressibleByArgument {}
extension Laterality: ExpressibleByArgument {}
extension MRStorage: ExpressibleByArgument {}
