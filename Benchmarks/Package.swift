// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds kakehashi builds what only times it.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "kakehashi", path: "..")
  ],
  targets: [
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        .product(name: "Evaluation", package: "kakehashi"),
        .product(name: "Imaging", package: "kakehashi"),
        .product(name: "NIfTI", package: "kakehashi"),
        .product(name: "Preprocessing", package: "kakehashi"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
