import Reporting

/// The styles of the status page: one column on screens, one sheet of A4 on paper.
let statusStyle: Markup = """
  :root { color-scheme: light; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #eef1f4; color: #1c2733;
    font: 15px/1.45 "Noto Sans", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", sans-serif; }
  main { max-width: 820px; margin: 24px auto; padding: 28px 36px; background: #fff;
    border: 1px solid #d5dce3; border-radius: 8px; }
  h1 { font-size: 24px; margin: 0; }
  h2 { font-size: 17px; margin: 22px 0 6px; }
  .when { margin: 0 0 16px; color: #5b6875; }
  .steps { list-style: none; margin: 0 0 18px; padding: 0; display: flex; gap: 8px; }
  .steps li { flex: 1; padding: 8px 10px; border-radius: 6px; background: #f1f4f7; font-size: 12.5px;
    border-top: 4px solid #c3ccd5; }
  .steps b { display: block; font-size: 14px; margin-bottom: 2px; }
  .steps .past { border-top-color: #2e7d4f; }
  .steps .here { border-top-color: #1d5fa8; background: #e3eefa; }
  .steps .ahead { color: #5b6875; }
  .verdict { font-size: 16px; font-weight: 600; padding: 8px 12px; border-radius: 6px; margin: 0 0 8px; }
  .verdict.open { background: #e2f3e8; color: #1d5c38; }
  .verdict.shut { background: #fbeadf; color: #8a3d0c; }
  table { border-collapse: collapse; width: 100%; font-size: 14px; }
  th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid #e3e8ed; font-weight: 400;
    vertical-align: top; }
  thead th { color: #5b6875; font-size: 12.5px; }
  .met td:first-child { color: #2e7d4f; } .unmet td:first-child { color: #b3400a; }
  .unmet td:nth-child(4) { font-weight: 600; color: #8a3d0c; }
  .back { margin: 0 0 12px; } .back a { color: #1d5fa8; text-decoration: none; }
  .numbers td, .numbers thead th + th { text-align: right; font-variant-numeric: tabular-nums; }
  .why { color: #5b6875; font-size: 12.5px; margin: 8px 0 0; }
  footer { margin-top: 22px; padding-top: 8px; border-top: 1px solid #d5dce3; color: #5b6875;
    font-size: 12px; overflow-wrap: anywhere; }
  @page { size: A4; margin: 14mm; }
  @media print {
    .back { display: none; }
    body { background: #fff; font-size: 11.5px; }
    main { margin: 0; padding: 0; border: 0; max-width: none; }
    .steps li, .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    table, li { break-inside: avoid; }
  }
  @media (max-width: 640px) { main { padding: 16px; margin: 0; } .steps { flex-direction: column; } }
  """
