import Clinical
import Reporting

/// What every page needs to know of who looks at it.
struct PageContext: Sendable {
  let language: PageLanguage
  /// Who is signed in; `nil` on the sign-in page.
  let account: Account?
  /// The session's token for forms.
  let csrf: String
  /// The page's own path, to come back to after changing the language.
  let path: String
}

/// A whole page round its main part.
///
/// No style or script stands in the page itself: the content security policy forbids it.
///
/// - Parameter fillsWindow: whether the main part is laid out over the whole window, with its title in
///   it, as pictures want it.
func page(
  _ title: String, _ context: PageContext, fillsWindow: Bool = false, _ main: Markup
) -> String {
  let language = context.language
  let heading: Markup = fillsWindow ? "" : "<h1>\(title)</h1>"
  let markup: Markup = """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title) – Kakehashi</title>
    <link rel="stylesheet" href="/assets/review.css">
    <script src="/assets/review.js" defer></script></head>
    <body class="\(fillsWindow ? "reading" : "text")"><a class="skip" href="#main">\(language("Skip to content", "本文へ移動"))</a>
    <header><b>Kakehashi</b>\(navigation(context))</header>
    <main id="main" tabindex="-1">\(heading)
    \(main)
    </main>
    <footer>\(researchNotice(language))</footer>
    </body></html>

    """
  return markup.text
}

/// What every page says of itself.
func researchNotice(_ language: PageLanguage) -> String {
  language("Research use only. Not a medical device.", "研究用です。医療機器ではありません。")
}

/// The hidden field that every form brings back.
func csrfField(_ context: PageContext) -> Markup {
  "<input type=\"hidden\" name=\"csrf\" value=\"\(context.csrf)\">"
}

private func navigation(_ context: PageContext) -> Markup {
  let language = context.language
  var links: [(path: String, name: String)] = []
  if let role = context.account?.role {
    if role.readsCases { links.append(("/worklist", language("Worklist", "作業リスト"))) }
    if role == .lead { links.append(("/judgements", language("Judgements", "判定一覧"))) }
    if role != .reader { links.append(("/status", language("Status", "状況"))) }
    if role == .admin { links.append(("/accounts", language("Accounts", "アカウント"))) }
    links.append(("/help", language("Keys", "キー操作")))
  }
  let items = links.map { link -> Markup in
    let current: Markup = link.path == context.path ? " aria-current=\"page\"" : ""
    return "<a href=\"\(link.path)\"\(current)>\(link.name)</a>"
  }
  var result: Markup = "<nav>\(items)</nav><span class=\"gap\"></span>"
  result += """
    <form method="post" action="/language" id="language">\
    <input type="hidden" name="language" value="\(language.other.rawValue)">\
    <input type="hidden" name="back" value="\(context.path)">\
    <button lang="\(language.other.rawValue)">\(language.other.name)</button></form>
    """
  guard let account = context.account else { return result }
  result += """
    <a class="who" href="/password" title="\(language("Change the password", "パスワードの変更"))">\
    \(account.displayName) (\(account.role.name(in: language)))</a>
    <form method="post" action="/sign-out">\(csrfField(context))\
    <button>\(language("Sign out", "サインアウト"))</button></form>
    """
  return result
}
