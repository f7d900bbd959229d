/// The page's style sheet: colours as variables, so that charts follow light, dark and paper.
///
/// The run colours (grey, blue, green, then violet, brown, pink) differ in lightness as well, for
/// readers who see no red or green and for grey printers.
let pageStyle: Markup = """
  :root{--paper:#fff;--ink:#1b1f24;--soft:#5b6470;--rule:#d9dee4;--tile:#f5f7f9;--accent:#1f5fbf;
  --c0:#8b929b;--c1:#1f6fd6;--c2:#0f8a5f;--c3:#8a56c8;--c4:#b0651d;--c5:#c2437f}
  @media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e6e9ed;--soft:#9aa4b0;
  --rule:#2f363e;--tile:#1c2127;--accent:#7fb0ff;
  --c0:#9aa1aa;--c1:#5b9dff;--c2:#3cc48f;--c3:#b48cf0;--c4:#e09a4f;--c5:#f07fb2}}
  @media print{:root{--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--tile:#fff;--accent:#1f5fbf;
  --c0:#8b929b;--c1:#1f6fd6;--c2:#0f8a5f;--c3:#8a56c8;--c4:#b0651d;--c5:#c2437f}
  body{font-size:10pt}main{max-width:none;padding:0}section,figure,.tile,tr{break-inside:avoid}
  h2{break-after:avoid}details:not([open]){display:none}
  *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
  *{box-sizing:border-box}
  body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;
  font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Hiragino Sans","Yu Gothic UI",
  "Noto Sans CJK JP",sans-serif;font-size:15px;font-variant-numeric:tabular-nums}
  main{max-width:1120px;margin:0 auto;padding:32px 24px 48px}
  h1{font-size:1.75rem;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}
  h2{font-size:1.15rem;margin:0 0 12px;padding-top:14px;border-top:1px solid var(--rule)}
  h3{font-size:.9rem;margin:0;font-weight:600}
  section{margin-top:30px}p{margin:0 0 10px;max-width:78ch}
  .subtitle{color:var(--soft);margin-bottom:6px}
  .disclaimer{font-size:.85rem;font-weight:600}
  .disclaimer span{font-weight:400;color:var(--soft);margin-left:.5em}
  .fine{font-size:.85rem;color:var(--soft)}ul.fine{padding-left:1.2em;margin:8px 0}
  [lang=ja]{line-height:1.75}
  .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:14px;
  margin-top:22px}
  .tile{background:var(--tile);border:1px solid var(--rule);border-radius:8px;padding:14px 16px}
  .tile p{margin:0;font-size:.85rem;color:var(--soft)}.tile b{color:var(--ink)}
  .tile .figure{font-size:2rem;line-height:1.25;color:var(--ink);font-weight:600}
  .tile .ends{display:flex;justify-content:space-between;gap:8px;max-width:260px;font-size:.78rem}
  .figure small{font-size:.85rem;font-weight:400;color:var(--soft);margin-left:.5em}
  .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.87rem}
  .scores,.cases{width:100%}
  th{text-align:left;font-weight:600}thead th{vertical-align:bottom;border-bottom:1px solid var(--ink)}
  thead small,td small{display:block;font-weight:400;color:var(--soft);font-size:.78rem;line-height:1.2}
  th,td{padding:5px 10px 5px 0;vertical-align:top;white-space:nowrap}
  .scores td,.cases td{text-align:right}.scores thead th:nth-child(n+3),
  .cases thead th:nth-child(n+4):nth-child(-n+8){text-align:right}
  .scores thead tr+tr th{text-align:right}
  .scores td.run,.cases td.run{text-align:left}
  .scores th.site,.scores td.site{padding-left:14px}
  tr.first>*{border-top:1px solid var(--rule)}thead+tbody tr.first:first-child>*{border-top:0}
  .cases tbody tr>*{border-top:1px solid var(--rule)}.cases tbody th{font-weight:400}
  details{margin:6px 0}summary{cursor:pointer}
  .legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.85rem;color:var(--soft);
  margin-bottom:6px}
  .swatch{display:inline-block;width:.75em;height:.75em;border-radius:3px;margin-right:.5em;
  background:var(--s)}
  .swatch.reference{background:#2fc8ff}.swatch.prediction{background:#ffa01e}
  .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));
  gap:18px 28px}
  figure{margin:0}figcaption{font-size:.9rem;margin-bottom:4px}.chart figcaption{font-weight:600}
  svg{display:block;width:100%;height:auto;font-family:inherit}
  .c0,.s1{--s:var(--c0)}.c1,.s0{--s:var(--c1)}.c2,.s2{--s:var(--c2)}.c3,.s3{--s:var(--c3)}
  .c4,.s4{--s:var(--c4)}.c5,.s5{--s:var(--c5)}
  .grid{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--soft);stroke-width:1}
  .tick,.label{fill:var(--soft);font-size:12px}.mid{text-anchor:middle}.end{text-anchor:end}
  .line{fill:none;stroke:var(--s);stroke-width:1.8;stroke-linejoin:round}
  .box line,.box rect{stroke:var(--s);stroke-width:1.4}
  .box rect{fill:var(--s);fill-opacity:.16}.box .median{stroke-width:2.6}
  .box circle{fill:var(--s);fill-opacity:.75;stroke:var(--paper);stroke-width:.6}
  .gauge{margin:4px 0;max-width:260px}.gauge .rail{stroke:var(--rule);stroke-width:4;
  stroke-linecap:round}.gauge .gap{stroke:var(--c0);stroke-width:4;stroke-opacity:.55}
  .gauge .done{stroke:var(--c1);stroke-width:4}.gauge .dot{fill:var(--s);stroke:var(--tile);
  stroke-width:2}
  .overlay{margin-bottom:20px}.pictures{display:grid;
  grid-template-columns:repeat(auto-fit,minmax(min(220px,100%),1fr));gap:10px;max-width:1072px}
  .picture{position:relative;background:#000;border-radius:6px;overflow:hidden;max-width:380px}
  .picture img{display:block;width:100%;height:auto}
  .picture span{position:absolute;color:#dfe6ee;font-size:.75rem;text-shadow:0 0 3px #000}
  .picture .left{left:6px;top:50%;transform:translateY(-50%)}
  .picture .top{top:3px;left:50%;transform:translateX(-50%)}
  .picture .plane{left:7px;bottom:4px}
  .stages td{text-align:right}.stages .bar{width:260px;padding-right:0}
  .bar i{display:block;height:.7em;margin-top:.4em;background:var(--c1);border-radius:2px;
  min-width:1px}.total>*{border-top:1px solid var(--rule)}
  .facts th{padding-right:18px}.facts td{white-space:normal}
  code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em;
  overflow-wrap:anywhere}
  footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--rule);font-size:.85rem;
  color:var(--soft)}
  """
