/// The style sheet of the review pages: light and dark, visible focus, Japanese fonts.
let reviewStyle = """
  :root{--paper:#fff;--ink:#1b1f24;--soft:#56606b;--rule:#d3d9e0;--tile:#f4f6f8;--accent:#1558b0;
  --bad:#a61b1b}
  @media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e6e9ed;--soft:#a3adb8;
  --rule:#343c45;--tile:#1d2228;--accent:#82b4ff;--bad:#ff9b92}}
  *{box-sizing:border-box}
  body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;font-size:15px;
  font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Hiragino Sans",
  "Yu Gothic UI","Noto Sans CJK JP",sans-serif;font-variant-numeric:tabular-nums}
  :lang(ja){line-height:1.7;font-family:"Hiragino Sans","Yu Gothic UI","Meiryo",
  "Noto Sans CJK JP","Noto Sans JP",system-ui,sans-serif}
  header{display:flex;flex-wrap:wrap;align-items:center;gap:6px 18px;padding:8px 24px;
  background:var(--tile);border-bottom:1px solid var(--rule)}
  nav{display:flex;flex-wrap:wrap;gap:6px 18px}.gap{flex:1}header form{margin:0}
  a{color:var(--accent)}a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
  .who{color:var(--soft)}
  .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper)}
  main{max-width:1440px;margin:0 auto;padding:14px 24px 30px;outline:0}
  h1{font-size:1.35rem;margin:0 0 4px}h2{font-size:1.05rem;margin:18px 0 8px}p{margin:0 0 10px}
  footer{max-width:1440px;margin:0 auto;padding:0 24px 24px;color:var(--soft);font-size:.85rem}
  :focus-visible,.plane:focus{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
  .facts,.fine{color:var(--soft)}.fine{font-size:.87rem}
  .error{color:var(--bad);font-weight:600}
  .scroll{overflow-x:auto}table{border-collapse:collapse}
  th,td{padding:6px 14px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
  th.number,td.number{text-align:right}thead th{border-bottom:1px solid var(--ink)}
  .keys th{white-space:nowrap}
  kbd{display:inline-block;min-width:1.6em;padding:0 .4em;text-align:center;font-size:.85em;
  font-family:inherit;border:1px solid var(--rule);border-bottom-width:2px;border-radius:4px;
  background:var(--tile)}
  #viewer{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:12px;margin:10px 0}
  figure{margin:0}figcaption{display:flex;gap:.5em;align-items:baseline;margin-bottom:3px}
  figcaption output{margin-left:auto;color:var(--soft)}
  .picture{position:relative;background:#000;border-radius:4px;overflow:hidden}
  .picture img{display:block;width:100%;height:auto}
  .picture span{position:absolute;color:#e3e9f0;text-shadow:0 0 3px #000;font-size:.8rem}
  .picture .left{left:6px;top:50%}.picture .top{top:3px;left:50%}
  .legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.87rem}
  .label::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.4em;
  border:3px solid}
  .one::before{border-color:#ffa01e}.two::before{border-color:#2fc8ff}
  .three::before{border-color:#f25ce8}
  .stack{display:grid;gap:10px;max-width:560px}
  fieldset{border:1px solid var(--rule);border-radius:6px;display:flex;flex-wrap:wrap;gap:6px 22px;
  padding:8px 12px;margin:0}
  .choice:has(:checked){font-weight:700}
  label input:not([type=radio]),label select,textarea{display:block;width:100%;margin-top:2px}
  input,select,textarea,button{font:inherit;color:inherit;background:var(--paper);
  border:1px solid var(--soft);border-radius:4px;padding:4px 8px}
  td select,td button{padding:1px 6px}td form{margin:0}
  button{background:var(--tile);cursor:pointer}
  button.main{background:var(--accent);border-color:var(--accent);color:var(--paper);
  font-weight:600;justify-self:start;padding:6px 18px}
  @media (max-width:800px){#viewer{grid-template-columns:1fr}}
  """
