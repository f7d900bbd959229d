/// What a ranking's page adds to the style sheet: twelve team colours and its figures.
///
/// Neighbours in the order differ in hue and in lightness; each team also has its own column, so no
/// figure depends on colour alone.
let rankingStyle: Markup = """

  .t0{--s:#1f6fd6}.t1{--s:#e08a1e}.t2{--s:#0f8a5f}.t3{--s:#c2437f}.t4{--s:#8a56c8}.t5{--s:#5fa8d3}
  .t6{--s:#b0651d}.t7{--s:#4caf7a}.t8{--s:#d9534f}.t9{--s:#7d8794}.t10{--s:#b59f1f}.t11{--s:#3d5a80}
  @media (prefers-color-scheme:dark){.t0{--s:#5b9dff}.t2{--s:#3cc48f}.t3{--s:#f07fb2}
  .t4{--s:#b48cf0}.t6{--s:#e09a4f}.t11{--s:#8fb0dc}}
  .dots{fill:none;stroke:var(--s);stroke-width:3;stroke-linecap:round;stroke-opacity:.55}
  .podium .dots{stroke-width:2.6}.podium rect{fill:var(--s)}
  .case-lines{fill:none;stroke:var(--ink);stroke-width:.45}
  .blobs circle{fill:var(--s)}.blobs line{stroke:var(--soft);stroke-width:1.4}
  .violin polygon{fill:var(--s);fill-opacity:.25;stroke:var(--s);stroke-width:1.2}
  .violin line{stroke:var(--s);stroke-width:3}
  .violin circle{fill:var(--s);stroke:var(--paper);stroke-width:1}
  .better{fill:#e0a11b}.level{fill:var(--rule)}
  .swatch.better{background:#e0a11b}.swatch.level{background:var(--rule)}
  .ranks td{text-align:right}.ranks td.run{text-align:left}
  .ranks tbody tr>*{border-top:1px solid var(--rule)}.ranks tbody th{font-weight:400}
  .ranks thead th{text-align:right}.ranks thead th.run{text-align:left}
  .ranks td,.ranks th{padding-right:16px}.ranks .moved{font-weight:700;color:var(--accent)}
  .ranks td small{display:inline;margin-right:.9em}.neighbours td,.neighbours th{padding-right:11px}
  .podium-figure{margin-bottom:14px}.ranks+.fine,.scroll+.fine{margin-top:8px}
  @media(min-width:1000px){.told{grid-template-columns:440px 1fr}}
  """
