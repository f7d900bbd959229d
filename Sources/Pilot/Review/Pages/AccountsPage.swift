import Clinical
import Reporting

/// All accounts, for administrators: add, change the role, close and open.
func accountsPage(
  _ context: PageContext, _ accounts: [Account], complaint: String? = nil
) -> String {
  let language = context.language
  let rows = accounts.map { account -> Markup in
    let standing = account.isActive ? language("open", "有効") : language("closed", "停止中")
    let action = account.isActive ? language("Close", "停止") : language("Open", "再開")
    return """
      <tr><td>\(account.name)</td><td>\(account.displayName)</td>\
      <td><form method="post" action="/accounts/\(account.name)/role">\(csrfField(context))\
      <select name="role" aria-label="\(language("Role", "役割"))">\
      \(roleOptions(account.role, language))</select>\
      <button>\(language("Change", "変更"))</button></form></td><td>\(standing)</td>\
      <td><form method="post" action="/accounts/\(account.name)/standing">\(csrfField(context))\
      <input type="hidden" name="active" value="\(account.isActive ? "no" : "yes")">\
      <button>\(action)</button></form></td></tr>

      """
  }
  let notice: Markup = complaint.map { "<p class=\"error\" role=\"alert\">\($0)</p>" } ?? ""
  return page(
    language("Accounts", "アカウント"), context,
    """
    \(notice)<div class="scroll"><table id="accounts"><tbody>\(rows)</tbody></table></div>
    <h2>\(language("New account", "新しいアカウント"))</h2>
    <form method="post" action="/accounts" class="stack">\(csrfField(context))
    <label>\(language("Name for signing in", "サインイン用の名前"))
    <input name="name" required pattern="[a-z0-9][a-z0-9._\\-]*" maxlength="32"></label>
    <label>\(language("Name that people read", "表示名"))
    <input name="display" required maxlength="80"></label>
    <label>\(language("Role", "役割"))
    <select name="role">\(roleOptions(.reader, language))</select></label>
    <label>\(language("Password (12 characters or more)", "パスワード(12文字以上)"))
    <input name="password" type="password" autocomplete="new-password" required minlength="12">\
    </label>
    <button class="main">\(language("Add", "追加"))</button></form>
    """)
}

private func roleOptions(_ chosen: Role, _ language: PageLanguage) -> [Markup] {
  Role.allCases.map { role in
    let mark: Markup = role == chosen ? " selected" : ""
    return "<option value=\"\(role.rawValue)\"\(mark)>\(role.name(in: language))</option>"
  }
}
