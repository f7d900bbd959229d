import Clinical
import Foundation

extension PageLanguage {
  /// The language of a cookie, else the first one of ours that the browser asks for.
  init(cookie: String?, accepted: String?) {
    if let chosen = cookie.flatMap(PageLanguage.init(rawValue:)) {
      self = chosen
      return
    }
    let wanted = (accepted ?? "").split(separator: ",").map { entry in
      entry.prefix { $0 != ";" && $0 != "-" }.trimmingWhitespace.lowercased()
    }
    self = wanted.lazy.compactMap(PageLanguage.init(rawValue:)).first ?? .english
  }

  /// The other one.
  var other: PageLanguage { self == .english ? .japanese : .english }

  /// The language's own name.
  var name: String { self == .english ? "English" : "日本語" }
}

extension Substring {
  fileprivate var trimmingWhitespace: Substring {
    drop { $0 == " " }
  }
}

extension Judgement.Turn {
  func name(_ language: PageLanguage) -> String {
    switch self {
    case .first: language("First reading", "一次読影")
    case .second: language("Second reading", "二次読影")
    case .adjudication: language("Adjudication", "裁定")
    }
  }
}

extension Judgement.Decision {
  func name(_ language: PageLanguage) -> String {
    switch self {
    case .accept: language("Accept", "承認")
    case .correct: language("Correct", "修正")
    case .reject: language("Reject", "却下")
    }
  }
}

/// Why a result is rejected or was corrected, as a word that can be counted.
enum ReasonCode: String, CaseIterable, Sendable {
  case missed = "missed tumour"
  case spurious = "false tumour"
  case boundary = "boundary"
  case cochlea = "cochlea"
  case side = "side or structure"
  case quality = "image quality"
  case series = "wrong series"
  case other = "other"

  func name(_ language: PageLanguage) -> String {
    switch self {
    case .missed: language("Tumour missed or incomplete", "腫瘍の見落とし・不足")
    case .spurious: language("Tumour where there is none", "存在しない腫瘍")
    case .boundary: language("Boundary is wrong", "境界の誤り")
    case .cochlea: language("Cochlea is wrong", "蝸牛の誤り")
    case .side: language("Wrong side or structure", "左右・構造の誤り")
    case .quality: language("Image quality", "画質の問題")
    case .series: language("Wrong series", "シリーズの誤り")
    case .other: language("Other (say which)", "その他(内容を記入)")
    }
  }
}

extension PilotCase {
  /// What the measuring step found; `nil` where it found nothing or wrote another version's words.
  var foundMeasures: CaseMeasures? {
    measures.flatMap { try? JSONDecoder().decode(CaseMeasures.self, from: Data($0.utf8)) }
  }
}
