import Clinical

extension PatientView {
  /// The picture with its letters, its lines and a bar of 10 mm, as SVG.
  func markup(_ language: PageLanguage) -> Markup {
    let side = Double(pixels)
    let bar = 10 * side / fieldOfView
    let name = plane.name[language]
    let marks = lines.map { line in
      """
      <line class="\(line.kind.rawValue)" x1="\(line.start.x)" y1="\(line.start.y)" \
      x2="\(line.end.x)" y2="\(line.end.y)"/>
      """ as Markup
    }
    let letters: [(text: String, x: Double, y: Double)] = [
      (plane.leftLetter, 14, side / 2 + 6), (plane.rightLetter, side - 14, side / 2 + 6),
      (plane.topLetter, side / 2, 20), (plane.bottomLetter, side / 2, side - 10),
    ]
    let words = letters.map { letter in
      "<text class=\"letter\" x=\"\(letter.x)\" y=\"\(letter.y)\">\(letter.text)</text>" as Markup
    }
    let right = side - 14
    return """
      <svg class="view" viewBox="0 0 \(pixels) \(pixels)" role="img" aria-label="\(name)">\
      <image href="data:image/png;base64,\(base64(png))" width="\(pixels)" height="\(pixels)"/>\
      \(marks)\(words)<text class="name" x="10" y="\(side - 12)">\(name)</text>\
      <path class="bar" d="M\(right - bar) \(side - 18)v6H\(right)v-6"/>\
      <text class="name end" x="\(right)" y="\(side - 24)">10 mm</text></svg>

      """
  }
}

extension AnatomicalPlane {
  /// The plane's name.
  var name: BilingualText {
    switch self {
    case .axial: BilingualText("axial", "軸位断")
    case .coronal: BilingualText("coronal", "冠状断")
    case .sagittal: BilingualText("sagittal", "矢状断")
    }
  }
}

/// What a patient's page adds to ``pageStyle``: sheets of A4, pictures, Japanese fonts.
let patientStyle: Markup = """

  .sheet{max-width:900px;margin:0 auto 48px}
  [lang=ja]{font-family:"Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic UI","Yu Gothic",
  Meiryo,"Noto Sans CJK JP","Noto Sans JP","IPAexGothic",sans-serif;line-height:1.6}
  .research{display:inline-block;border:2px solid #c0392b;color:#c0392b;border-radius:4px;
  padding:2px 10px;font-weight:700;font-size:.9rem;margin-bottom:8px}
  .sheet .subtitle{max-width:none}.sheet section{margin-top:16px}.sheet h2{font-size:1.02rem;margin-bottom:8px;padding-top:8px}
  .sheet .tiles{margin-top:12px;grid-template-columns:repeat(auto-fit,minmax(180px,1fr))}
  .sheet .tile{padding:8px 12px}.sheet .tile .figure{font-size:1.45rem}
  .views{display:grid;grid-template-columns:repeat(3,1fr);gap:10px;margin-bottom:6px}
  .view{background:#000;border-radius:4px}
  .view text{fill:#fff;stroke:#000;stroke-width:3px;paint-order:stroke;font-size:17px}
  .view .letter{text-anchor:middle;font-weight:600}.view .name{font-size:15px}
  .view .end{text-anchor:end}.view .bar{fill:none;stroke:#fff;stroke-width:2.5}
  .view .plane{stroke:#fff;stroke-width:2;stroke-dasharray:7 5}
  .view .diameter{stroke:#7dff7d;stroke-width:2.2}
  .measures{width:100%;margin-bottom:6px}.measures td,.measures thead th:nth-child(n+2)
  {text-align:right}.measures tbody tr>*{border-top:1px solid var(--rule)}
  .measures tbody th{font-weight:400;white-space:normal}.measures thead th{white-space:normal}
  .measures th,.measures td{padding:3px 10px 3px 0}
  @page{size:A4;margin:11mm}
  @media print{body{font-size:8.5pt;line-height:1.32}.sheet{max-width:none;margin:0}
  .sheet+.sheet{break-before:page}.sheet h1{font-size:14pt}.sheet p{margin-bottom:4px}
  .sheet section{break-inside:avoid;margin-top:6px}.sheet h2{padding-top:4px;margin-bottom:3px}
  .measures th,.measures td{padding:1px 8px 1px 0}.sheet ul.fine{margin:3px 0}
  .sheet .tile{padding:4px 10px}.sheet .tile .figure{font-size:13pt}
  .sheet footer{margin-top:6px;padding-top:4px}[lang=ja]{line-height:1.4}}
  """
