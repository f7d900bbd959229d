import Clinical
import Reporting

/// The page of keys.
func helpPage(_ context: PageContext) -> String {
  let language = context.language
  let rows = keyHelp(language).map { entry -> Markup in
    let keys = entry.keys.map { key -> Markup in "<kbd>\(key)</kbd> " }
    return "<tr><th>\(keys)</th><td>\(entry.meaning)</td></tr>\n"
  }
  return page(
    language("Keys", "キー操作"), context,
    """
    <table class="keys">\(rows)</table>
    <p class="fine">\(language(
      "Keys do nothing while you type in a field; Esc leaves it. Tab reaches everything.",
      "入力欄では通常の文字入力になります(Escで終了)。Tabキーで全ての項目に移動できます。"))</p>
    """)
}

/// Every key of the worklist and the case page; the guides list the same.
func keyHelp(_ language: PageLanguage) -> [(keys: [String], meaning: String)] {
  [
    (["J", "K"], language("worklist: next, previous case", "作業リスト:次・前の症例")),
    (["Enter"], language("worklist: open the case", "作業リスト:症例を開く")),
    (["1", "2", "3"], language("enlarge axial, coronal, sagittal", "水平断・冠状断・矢状断を大きく表示")),
    (["↑", "↓"], language("one slice on, back (also the wheel)", "1スライス移動(ホイールも可)")),
    (["PageUp", "PageDown"], language("five slices on, back", "5スライス移動")),
    (["Home"], language("the slice that shows most", "ラベルが最も大きいスライス")),
    (["[", "]"], language("narrower, wider grey window", "ウィンドウ幅を狭く・広く")),
    (["-", "="], language("darker, brighter", "暗く・明るく")),
    ([",", "."], language("labels paler, stronger", "ラベルを薄く・濃く")),
    (["O"], language("labels on, off", "ラベルの表示・非表示")),
    (["Z"], language("magnify 1, 2, 4 times", "拡大 1・2・4倍")),
    (["0"], language("all of this as in the beginning", "表示を初期値に戻す")),
    (["V"], language("open the study in your viewer", "お使いのビューアで検査を開く")),
    (["A"], language("accept", "承認")),
    (["C"], language("correct: choose the file", "修正:ファイルを選択")),
    (["R"], language("reject: choose the reason", "却下:理由を選択")),
    (["Enter"], language("save the judgement", "判定を保存")),
    (["Esc"], language("back to the pictures", "画像に戻る")),
    (["N"], language("next case without judging", "判定せずに次の症例へ")),
    (["G"], language("to the worklist", "作業リストへ")),
    (["L"], language("other language", "言語の切り替え")),
    (["?"], language("this page", "このページ")),
  ]
}
