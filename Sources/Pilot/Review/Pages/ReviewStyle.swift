/// The style sheet of the review pages: light and dark, visible focus, Japanese fonts.
///
/// The page of a case is always dark, so that the pictures are the brightest thing in the room. Sizes
/// follow the window, from 1280 x 800 to 4k.
let reviewStyle = """
  :root{--paper:#fff;--ink:#1b1f24;--soft:#56606b;--rule:#d9dee4;--tile:#f4f6f8;--accent:#1558b0;
  --on-accent:#fff;--bad:#a61b1b;--good:#1d6b3c;--warn:#8a5200;--hover:#eef3fa}
  @media (prefers-color-scheme:dark){:root{\(darkColours)}}
  body.reading{\(darkColours)}
  html{font-size:clamp(15px,11px + .3vw,22px)}
  *{box-sizing:border-box}[hidden]{display:none!important}
  body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;
  font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Hiragino Sans",
  "Yu Gothic UI","Noto Sans CJK JP",sans-serif;font-variant-numeric:tabular-nums}
  :lang(ja){line-height:1.65;font-family:"Hiragino Sans","Yu Gothic UI","Meiryo",
  "Noto Sans CJK JP","Noto Sans JP",system-ui,sans-serif}
  header{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 1.3rem;padding:.45rem 1.5rem;
  background:var(--tile);border-bottom:1px solid var(--rule)}
  nav{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem}.gap{flex:1}header form{margin:0}
  a{color:var(--accent)}header a{text-decoration:none}header a:hover{text-decoration:underline}
  a[aria-current]{color:var(--ink);font-weight:600}
  .who{color:var(--soft)}
  .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper)}
  main{outline:0}
  .text main{max-width:80rem;margin:0 auto;padding:1.4rem 1.5rem 2rem}
  h1{font-size:1.4rem;line-height:1.3;margin:0 0 .3rem}h2{font-size:1.05rem;margin:1.3rem 0 .5rem}
  p{margin:0 0 .65rem}
  footer{max-width:80rem;margin:0 auto;padding:0 1.5rem 1.5rem;color:var(--soft);font-size:.85rem}
  .reading footer{display:none}
  :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
  .facts,.fine,.quiet{color:var(--soft)}.fine{font-size:.85rem}
  .error{color:var(--bad);font-weight:600}
  .scroll{overflow-x:auto}table{border-collapse:collapse}
  th,td{padding:.4rem 1.1rem .4rem 0;text-align:left;vertical-align:top;
  border-bottom:1px solid var(--rule)}
  th:last-child,td:last-child{padding-right:0}
  th.number,td.number{text-align:right}
  thead th{color:var(--soft);font-size:.85rem;font-weight:600}
  .keys th{white-space:nowrap}
  #worklist,#all{width:100%}
  #worklist tbody tr{position:relative}#worklist tbody tr:hover{background:var(--hover)}
  #worklist th:last-child,#worklist td:last-child{padding-left:1rem}
  #worklist td{padding-top:.6rem;padding-bottom:.6rem}
  a.case{font-weight:600;text-decoration:none}a.case::after{content:"";position:absolute;inset:0}
  tr:has(a.case:focus-visible){background:var(--hover)}
  .flags{color:var(--warn);font-weight:600}td.flags{font-weight:400}
  .tiles{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0}
  .tiles div{background:var(--tile);border-radius:8px;padding:.6rem 1rem;min-width:8rem}
  .tiles b{display:block;font-size:1.5rem;line-height:1.2}.tiles span{color:var(--soft);font-size:.85rem}
  kbd{display:inline-block;min-width:1.6em;padding:0 .4em;text-align:center;font-size:.85em;
  font-family:inherit;border:1px solid var(--rule);border-bottom-width:2px;border-radius:4px;
  background:var(--tile)}
  .stack{display:grid;gap:.7rem;max-width:34rem}.narrow{max-width:22rem}
  fieldset{border:0;padding:0;margin:0;display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem}
  legend{font-weight:600;padding:0;margin-bottom:.4rem}
  .choice{display:block;padding:.55rem .3rem;text-align:center;border:1px solid var(--rule);
  border-radius:8px;background:var(--tile);cursor:pointer}
  .choice input{position:absolute;opacity:0;width:0}
  .choice:has(:checked){border-color:currentColor;box-shadow:inset 0 0 0 1px;font-weight:700}
  .choice:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
  .accept:has(:checked){color:var(--good)}.correct:has(:checked){color:var(--warn)}
  .reject:has(:checked){color:var(--bad)}
  .if-correct,.if-judged{display:none}
  #judgement:has([value=correct]:checked) .if-correct,
  #judgement:has([value=correct]:checked) .if-judged,
  #judgement:has([value=reject]:checked) .if-judged{display:grid;gap:.7rem}
  label input:not([type=radio]),label select,textarea{display:block;width:100%;margin-top:.15rem}
  input,select,textarea,button{font:inherit;color:inherit;background:var(--paper);
  border:1px solid var(--soft);border-radius:6px;padding:.3rem .55rem}
  td select,td button{padding:.05rem .4rem}td form{margin:0}
  button{background:var(--tile);cursor:pointer}button:hover{border-color:var(--accent)}
  header button{border-color:var(--rule);padding:.15rem .6rem}
  button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent);
  font-weight:600;justify-self:start;padding:.45rem 1.3rem}
  \(viewerStyle)
  """

private let darkColours = """
  --paper:#14171b;--ink:#e6e9ed;--soft:#a3adb8;--rule:#343c45;--tile:#1d2228;--accent:#82b4ff;
  --on-accent:#0d1115;--bad:#ff9b92;--good:#7fd8a0;--warn:#ffc46b;--hover:#1d2630
  """

/// The pictures on the left, what is to be decided on the right; below 1000 pixels one above the
/// other.
private let viewerStyle = """
  .reading{display:flex;flex-direction:column;height:100vh;overflow:hidden}
  .reading main{flex:1;min-height:0;display:grid;grid-template-columns:minmax(0,1fr) 23rem}
  #viewer{background:#050607;display:flex;flex-direction:column;min-height:0;padding:.5rem}
  .planes{flex:1;min-height:0;display:grid;grid-template:1fr 1fr/2fr 1fr;gap:.4rem}
  .plane{margin:0;position:relative;grid-column:2;min-width:0;min-height:0;container-type:size;
  display:grid;place-items:center;border-radius:4px}
  .plane.main{grid-column:1;grid-row:1/3}
  .plane:focus{outline:2px solid #82b4ff;outline-offset:-1px}
  figcaption{position:absolute;z-index:2;top:.3rem;left:.5rem;right:.5rem;display:flex;gap:.5em;
  font-size:.85rem;color:#c3cbd4;text-shadow:0 0 3px #000;pointer-events:none}
  figcaption output{margin-left:auto}figcaption kbd{background:#0009;border-color:#555c}
  .picture{position:relative;width:min(100cqw,100cqh);aspect-ratio:1;cursor:crosshair}
  .picture img{position:absolute;inset:0;width:100%;height:100%}.picture img:not([src]){opacity:0}
  .picture span{position:absolute;color:#c3cbd4;text-shadow:0 0 3px #000;font-size:.85rem}
  .picture .left{left:.5rem;top:50%}.picture .top{top:1.8rem;left:50%}
  .mark{position:absolute;width:25px;height:25px;margin:-12px;border-radius:50%;
  border:1.5px solid #fff9;box-shadow:0 0 2px #000;pointer-events:none}
  .tools{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 1.8rem;padding:.5rem .3rem 0;
  font-size:.85rem;color:#c3cbd4}
  .tool{display:flex;align-items:center;gap:.35rem}
  .tool output{min-width:3.2em;text-align:center;color:#e6e9ed}
  .tool button{background:#1d2228;border-color:#343c45;min-width:1.9em;padding:.1rem .45rem}
  .label::before{content:"";display:inline-block;width:.75em;height:.75em;margin-right:.4em;
  border:2px solid;border-radius:2px}
  .one::before{border-color:#ffa01e;background:#ffa01e50}
  .two::before{border-color:#2fc8ff;background:#2fc8ff50}
  .three::before{border-color:#f25ce8;background:#f25ce850}
  aside{overflow-y:auto;padding:1rem 1.2rem;border-left:1px solid var(--rule)}
  aside h1{overflow-wrap:anywhere}aside .fine a{white-space:nowrap}
  .volumes{width:100%;margin-bottom:1.1rem}.volumes th{font-weight:400;color:var(--soft)}
  .volumes th,.volumes td{padding-top:.2rem;padding-bottom:.2rem}
  #judgement{margin-bottom:1.2rem}#readings td,#readings th{padding-right:.6rem;font-size:.9rem}
  @media (max-width:1000px){.reading{height:auto;overflow:visible}
  .reading main{display:block}.planes{display:block}.plane{height:90vw}.picture{width:90vw}
  aside{border:0}}
  """
