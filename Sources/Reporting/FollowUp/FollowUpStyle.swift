/// What a follow-up page adds to the style sheet.
let followUpStyle: Markup = """

  article+article{margin-top:56px;padding-top:8px;border-top:3px double var(--rule)}
  @media print{article+article{break-before:page;border:0;margin:0}}
  """

/// The style of a ``GrowthSection``, which any page may hold.
let growthStyle: Markup = """

  .answer{border-left:6px solid var(--soft)}.answer.grown{border-left-color:#c2410c}
  .answer.stable{border-left-color:#0f8a5f}.answer.shrunk{border-left-color:#1f6fd6}
  .answer.unsure{border-left-color:#b59f1f}
  .reasons{padding-left:1.2em;margin:14px 0;max-width:88ch}.reasons li{margin:3px 0}
  .growth{max-width:760px;margin:10px 0 14px}
  .reading line{stroke:var(--c1);stroke-width:1.3}
  .reading circle,.reading rect,.reading polygon{fill:var(--c1);stroke:var(--c1);stroke-width:1.6}
  .reading .hollow{fill:var(--paper)}
  .key{display:inline-block;width:14px;height:14px;margin-right:.4em;vertical-align:-2px}
  .fit{fill:none;stroke:var(--c1);stroke-width:1.6;stroke-opacity:.5}
  .window{fill:var(--c4);fill-opacity:.12}
  .event{stroke:var(--c4);stroke-width:1.6;stroke-dasharray:5 4}
  .readings td,.readings th{padding-right:22px}.readings tbody tr>*{border-top:1px solid var(--rule)}
  .readings tbody th{font-weight:400}.treatment{color:var(--soft);font-style:italic}
  """
