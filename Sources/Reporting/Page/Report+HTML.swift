extension Report {
  /// What every page says.
  public static let disclaimer = "Research use only. Not a medical device."

  /// The report as one HTML file with all styles and pictures inside.
  public func html() -> String {
    let comparison = Comparison(runs: runs)
    var body: Markup = """
      <header><h1>\(title)</h1><p class="subtitle">\(subtitle)</p>
      <p class="disclaimer">\(Self.disclaimer)
      <span lang="ja">研究用です。医療機器ではありません。</span></p></header>

      """
    body += keyFigures(comparison)
    body += section("Summary", summary(comparison))
    body += section("Scores over all sites", scoreTable(comparison))
    body += section("Scores per site", siteTable(comparison))
    body += section("Dice per site and run", distributions(comparison))
    body += section("Example cases", overlayFigures())
    body += section("Training", list(curves.map { $0.markup() }, class: "charts"))
    body += section("Every case", caseTables(comparison))
    body += section("Time", stageTable())
    body += section("How to read and repeat this", method(comparison))
    body += "<footer>\(Self.disclaimer) Made with Kakehashi.</footer>"
    return pageText(title: title, body: body)
  }

  private func list(_ items: [Markup], class name: String) -> Markup {
    items.isEmpty ? "" : "<div class=\"\(name)\">\(items)</div>\n"
  }

  private func overlayFigures() -> Markup {
    guard !overlays.isEmpty else { return "" }
    let figures = overlays.map { overlay in
      let pictures = overlay.pictures.map { picture in
        """
        <div class="picture"><img alt="\(overlay.title), \(picture.plane.rawValue)" \
        src="data:image/png;base64,\(base64(picture.png))">\
        <span class="side left">\(picture.plane.leftLetter)</span>\
        <span class="side top">\(picture.plane.topLetter)</span>\
        <span class="plane">\(picture.plane.rawValue)</span></div>
        """ as Markup
      }
      return """
        <figure class="overlay"><figcaption><b>\(overlay.title)</b> \(overlay.caption)</figcaption>
        <div class="pictures">\(pictures)</div></figure>

        """ as Markup
    }
    return """
      <div class="legend"><span><i class="swatch reference"></i>reference</span>\
      <span><i class="swatch prediction"></i>prediction</span>\
      <span>dashes: both; patient’s right (R) is on the left</span></div>
      \(figures)
      """
  }

  func distributions(_ comparison: Comparison) -> Markup {
    let colours = comparison.colours
    let charts = comparison.structures.map {
      DistributionChart(diceOf: $0, runs: runs).markup(colours: colours)
    }
    guard !charts.isEmpty else { return "" }
    let legend = zip(runs, colours).map { run, colour in
      "<span><i class=\"swatch c\(colour)\"></i>\(run.name)</span>" as Markup
    }
    return """
      <div class="legend">\(legend)</div>\(list(charts, class: "charts"))
      <p class="fine">Box: quartiles and median; whiskers: outermost cases within 1.5 interquartile
      ranges; dots: cases.</p>

      """
  }

  private func stageTable() -> Markup {
    guard !stages.isEmpty else { return "" }
    let total = stages.reduce(0) { $0 + max($1.seconds, 0) }
    let rows = stages.map { stage in
      let share = total > 0 ? 100 * max(stage.seconds, 0) / total : 0
      return """
        <tr><th>\(stage.name)</th><td>\(duration(stage.seconds))</td>\
        <td class="bar"><i style="width:\(share)%"></i></td></tr>

        """ as Markup
    }
    return """
      <table class="stages">
      \(rows)<tr class="total"><th>Total</th><td>\(duration(total))</td><td></td></tr></table>

      """
  }
}

/// A section with its heading; nothing at all where there is no content.
func section(_ heading: String, _ content: Markup) -> Markup {
  content.text.isEmpty ? "" : "<section><h2>\(heading)</h2>\n\(content)</section>\n"
}

/// The text of a self-contained page: styles inside, no scripts, no network.
///
/// - Parameters:
///   - language: the code of the language that most of the page is in.
///   - style: the style sheet.
func pageText(
  title: String, body: Markup, language: String = "en", style: Markup = pageStyle
) -> String {
  let page: Markup = """
    <!DOCTYPE html>
    <html lang="\(language)"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    <style>\(style)</style></head>
    <body><main>
    \(body)
    </main></body></html>

    """
  return page.text
}
