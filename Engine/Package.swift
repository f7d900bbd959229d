// swift-tools-version: 6.2
import PackageDescription

// A package of its own because only a product of another package is built with `kakehashi` and yet
// not linked into it; see Documentation/Decisions/0005-start-up.md.
let package = Package(
  name: "kakehashi-engine",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "kakehashi-engine", targets: ["kakehashi-engine"])
  ],
  dependencies: [
    .package(name: "kakehashi", path: "..")
  ],
  targets: [
    .executableTarget(
      name: "kakehashi-engine",
      dependencies: [.product(name: "EngineCommands", package: "kakehashi")],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
