import EngineCommands

/// The part of `kakehashi` that links libtorch; `kakehashi` becomes it for verbs with tensors.
@main
enum Engine {
  static func main() { KakehashiCommand.main() }
}
