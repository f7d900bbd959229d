import ArgumentParser

@main
struct Kakehashi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kakehashi",
    abstract: "Learns T2 segmentation of vestibular schwannoma and cochlea from labelled ceT1.")
}
