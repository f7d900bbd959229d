import Clinical
import Reporting

/// The page where people sign in; the same words whatever was wrong.
func signInPage(_ context: PageContext, failed: Bool = false, wait: Int = 0) -> String {
  let language = context.language
  var notice: Markup = ""
  if wait > 0 {
    let text = language(
      "Too many attempts. Try again in \(wait) seconds.",
      "試行回数が多すぎます。\(wait)秒後にもう一度お試しください。")
    notice = "<p class=\"error\" role=\"alert\">\(text)</p>"
  } else if failed {
    let text = language(
      "Name or password is not right.", "名前またはパスワードが正しくありません。")
    notice = "<p class=\"error\" role=\"alert\">\(text)</p>"
  }
  return page(
    language("Sign in", "サインイン"), context,
    """
    \(notice)<form method="post" action="/sign-in" class="stack narrow">
    <label>\(language("Name", "名前"))
    <input name="name" autocomplete="username" autocapitalize="none" required autofocus></label>
    <label>\(language("Password", "パスワード"))
    <input name="password" type="password" autocomplete="current-password" required></label>
    <button class="main">\(language("Sign in", "サインイン"))</button></form>
    """)
}

/// A page that says why there is no other.
func refusalPage(_ context: PageContext, _ refusal: PageRefusal) -> String {
  let language = context.language
  return page(
    language("This did not work", "処理できませんでした"), context,
    """
    <p class="error" role="alert">\(language(refusal.english, refusal.japanese))</p>
    <p><a href="/">\(language("Back to the start", "最初のページへ"))</a></p>
    """)
}
