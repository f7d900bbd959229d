// swift-tools-version: 6.2
import Foundation
import PackageDescription

// libtorch comes from `LIBTORCH`, else from `.deps/libtorch`, which `make deps` fills.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
let libtorch = Context.environment["LIBTORCH"] ?? "\(root)/.deps/libtorch"

// A CUDA build's devices announce themselves when their library is loaded, though nothing here names it.
let cuda: [LinkerSetting] =
  FileManager.default.fileExists(atPath: "\(libtorch)/lib/libtorch_cuda.so")
  ? [.unsafeFlags(["-Xlinker", "--no-as-needed", "-ltorch_cuda", "-lc10_cuda"])] : []

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

/// The files of the folder `Recipes`.
let recipes = [
  "default",
  "source-only",
  "supervised",
  "baseline-cyclegan",
  "cut",
  "qs-attn",
  "past-2022",
  "site-styles-2023",
  "site-styles-2023-3d",
  "slabs",
  "contrast-randomised",
  "entropy-minimisation",
  "maximum-squares",
  "mean-teacher",
  "gradient-reversal",
  "output-adversarial",
  "thin-parts",
  "residual-encoder",
  "few-annotations",
  "masked-pretraining",
  "separate-heads",
  "fingerprint-plan",
  "ear-pairs",
]

let package = Package(
  name: "kakehashi",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "kakehashi", targets: ["kakehashi"]),
    .library(name: "Imaging", targets: ["Imaging"]),
    .library(name: "NIfTI", targets: ["NIfTI"]),
    .library(name: "DICOM", targets: ["DICOM"]),
    .library(name: "Evaluation", targets: ["Evaluation"]),
    .library(name: "Preprocessing", targets: ["Preprocessing"]),
    .library(name: "Clinical", targets: ["Clinical"]),
    .library(name: "Reporting", targets: ["Reporting"]),
    // For kakehashi-engine alone.
    .library(name: "EngineCommands", targets: ["EngineCommands"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(path: "Engine"),
  ],
  targets: [
    // Values on a physical grid, and what is computed from them without a tensor.
    module("Imaging"),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    module("NIfTI", ["Imaging", "CDeflate"]),
    .systemLibrary(
      name: "COpenJPEG", pkgConfig: "libopenjp2", providers: [.apt(["libopenjp2-7-dev"])]),
    // DCMTK's own pkg-config file needs a package that Debian's does not install.
    .target(
      name: "CDCMTK", dependencies: ["COpenJPEG"],
      linkerSettings: ["dcmjpeg", "dcmjpls", "dcmdata", "oflog", "ofstd", "openjp2"].map {
        .linkedLibrary($0)
      }),
    module("DICOM", ["CDCMTK", "Imaging"]),
    module("DataSets", ["NIfTI", "Imaging"]),
    module("Phantom", ["Imaging"]),
    module("Preprocessing", ["Imaging"]),
    module("Evaluation", ["Imaging"]),
    // The Koos classifiers are embedded, so that the program needs no file beside it.
    .target(
      name: "Clinical", dependencies: ["Evaluation", "Imaging"],
      resources: [.embedInCode("Koos/koos-model.json")], swiftSettings: strict),

    // The engine.
    .target(
      name: "CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-std=c++20", "-O2", "-Wall", "-Werror",
          "-isystem", "\(libtorch)/include",
          "-isystem", "\(libtorch)/include/torch/csrc/api/include",
        ])
      ],
      linkerSettings: [
        .unsafeFlags(["-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"]),
        .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
      ] + cuda),
    module("Torch", ["CTorch"]),
    module("Networks", ["Torch"]),

    // Where voxels meet tensors, and the methods.
    module("Learning", ["Networks", "Torch", "Preprocessing", "Evaluation", "Imaging"]),
    .target(
      name: "RecipeFiles", path: "Recipes",
      resources: recipes.map { .embedInCode("\($0).yaml") }, swiftSettings: strict),
    module(
      "DomainAdaptation",
      [
        "Learning", "Networks", "Torch", "Preprocessing", "Evaluation", "Imaging", "RecipeFiles",
        .product(name: "Yams", package: "Yams"),
      ]),

    // What people see.
    module("Reporting", ["Clinical", "Evaluation", "Imaging"]),
    // The hospital pilot: registry, audit, stages, gateway, review.
    module(
      "Pilot",
      [
        "Clinical", "DICOM", "Evaluation", "Imaging", "NIfTI", "Reporting",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    // The command: verbs without tensors, verbs with them, and the program that chooses.
    module(
      "Commands",
      [
        "Clinical", "DICOM", "DataSets", "Evaluation", "Imaging", "NIfTI", "Phantom", "Pilot",
        "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    module(
      "EngineCommands",
      [
        "Commands", "DICOM", "DataSets", "DomainAdaptation", "Evaluation", "Imaging", "Learning",
        "NIfTI",
        "Networks", "Phantom", "Preprocessing", "Reporting", "Torch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "kakehashi",
      dependencies: [
        "Commands", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "kakehashi-engine", package: "Engine"),
      ],
      swiftSettings: strict),

    // Tests mirror the modules; TestSupport holds generators, tolerances and the golden loader.
    .target(
      name: "TestSupport", dependencies: ["Imaging"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("Imaging", ["Imaging", "TestSupport"]),
    tests("NIfTI", ["NIfTI", "Imaging", "TestSupport"]),
    tests("DICOM", ["DICOM", "NIfTI", "Imaging", "TestSupport"]),
    tests("DataSets", ["DataSets", "NIfTI", "Imaging", "TestSupport"]),
    tests("Phantom", ["Phantom", "Imaging", "TestSupport"]),
    tests("Preprocessing", ["Preprocessing", "Imaging", "TestSupport"]),
    tests("Evaluation", ["Evaluation", "DataSets", "Imaging", "TestSupport"]),
    tests("Clinical", ["Clinical", "Phantom", "Evaluation", "Imaging", "TestSupport"]),
    tests("Torch", ["Torch", "TestSupport"]),
    tests("Networks", ["Networks", "Torch", "TestSupport"]),
    tests(
      "Learning", ["Learning", "Networks", "Torch", "Preprocessing", "Imaging", "TestSupport"]),
    tests(
      "DomainAdaptation",
      [
        "DomainAdaptation", "Learning", "Networks", "Torch", "Preprocessing", "Imaging",
        "TestSupport",
      ]),
    tests("Reporting", ["Reporting", "Clinical", "Evaluation", "Imaging", "TestSupport"]),
    tests(
      "Pilot",
      [
        "kakehashi", "Commands", "Pilot", "Clinical", "DICOM", "Phantom", "NIfTI", "Imaging",
        "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      "Command",
      [
        "kakehashi", "Commands", "Clinical", "Phantom", "Evaluation", "NIfTI", "Imaging", "Torch",
        "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
