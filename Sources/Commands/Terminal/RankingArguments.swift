public import ArgumentParser
public import Evaluation

// Written on the command line as in files: by their raw values, which the help lists.
extension RankingPreset: ExpressibleByArgument {}
extension RankingScheme: ExpressibleByArgument {}
extension MissingScores: ExpressibleByArgument {}
extension SignificanceTest.Alternative: ExpressibleByArgument {}
