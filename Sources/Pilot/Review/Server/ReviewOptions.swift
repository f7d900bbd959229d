import Foundation

/// How the review page is served.
package struct ReviewOptions: Sendable {
  /// The pilot's folder.
  package var folder: PilotFolder
  /// The address to listen on; anything but loopback needs a proxy that speaks TLS in front.
  package var address = "127.0.0.1"
  /// The port; 0 lets the system choose.
  package var port: UInt16 = 8043
  /// Names that browsers may call this server by, besides loopback; others are turned away, so that
  /// no foreign page reaches it by renaming itself to this address.
  package var hosts: [String] = []
  /// Whether a proxy on this machine speaks TLS and names the client in X-Forwarded-For.
  package var isBehindProxy = false
  /// The labels of each structure, as ``PilotConfiguration/structures``; "VS" is the tumour.
  package var structures = PilotConfiguration().structures
  /// What the status page measures the pilot against.
  package var gates = GateSettings()
  /// The largest corrected label map in bytes.
  package var largestUpload = 64 << 20
  /// The memory in bytes for images of cases that are being read.
  package var imageMemory = 2 << 30
  /// Where staff's own viewer opens a study, with `{study}`, `{accession}` or `{patient}` for what is
  /// percent-encoded there, as "https://pacs.example/viewer?study={study}"; `nil` for none.
  package var viewer: String?
  /// Which cases a second reader judges.
  package var secondReading = SecondReading.doubtful
  /// How long a client may take for a request, and for taking the answer.
  package var clientLimit: Duration = .seconds(30)

  /// The usual options for a pilot's folder.
  package init(folder: PilotFolder) { self.folder = folder }

  /// The options for a pilot as its configuration has it.
  ///
  /// - Throws: ``PilotError`` where its folder cannot be made or written to.
  package init(_ configuration: PilotConfiguration) throws {
    self.init(folder: try PilotFolder(configuration.folder))
    structures = configuration.structures
    gates = configuration.gates
  }

  /// The address that opens a study in staff's own viewer; `nil` where there is none.
  ///
  /// Everything of a study is percent-encoded but letters, digits, "-", "." and "_", so that nothing in
  /// a file's header leads elsewhere.
  func viewerLink(_ study: Study) -> String? {
    let kept = CharacterSet.alphanumerics.intersection(
      CharacterSet(charactersIn: "\u{0}"..."\u{7F}")
    )
    .union(CharacterSet(charactersIn: "-._"))
    func encoded(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
    return viewer.map {
      $0.replacing("{study}", with: encoded(study.uid))
        .replacing("{accession}", with: encoded(study.accessionNumber))
        .replacing("{patient}", with: encoded(study.patientID))
    }
  }

  /// Whether a Host or Origin names this server.
  func isOwn(host: String) -> Bool {
    let name = host.lowercased().replacing(/:[0-9]+$/, with: "")
    return ["127.0.0.1", "localhost", "[::1]"].contains(name)
      || hosts.contains { $0.lowercased() == name }
  }
}
