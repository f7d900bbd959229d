import Clinical
import Reporting

/// The page where somebody changes their own password.
func passwordPage(_ context: PageContext, complaint: String? = nil) -> String {
  let language = context.language
  let notice: Markup = complaint.map { "<p class=\"error\" role=\"alert\">\($0)</p>" } ?? ""
  return page(
    language("Change the password", "パスワードの変更"), context,
    """
    \(notice)<form method="post" action="/password" class="stack narrow">\(csrfField(context))
    <label>\(language("Present password", "現在のパスワード"))
    <input name="old" type="password" autocomplete="current-password" required autofocus></label>
    <label>\(language("New password (12 characters or more)", "新しいパスワード(12文字以上)"))
    <input name="new" type="password" autocomplete="new-password" required minlength="12"></label>
    <label>\(language("New password again", "新しいパスワード(確認)"))
    <input name="again" type="password" autocomplete="new-password" required minlength="12"></label>
    <button class="main">\(language("Change", "変更"))</button></form>
    <p class="fine">\(language(
      "You stay signed in here; everywhere else your sessions end.",
      "この画面のサインインは続きます。ほかの端末のセッションは終了します。"))</p>
    """)
}
