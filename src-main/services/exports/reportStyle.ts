/** The report's own style sheet: one page of A4 or Letter, black and one blue on white, legible when printed in grey. */
export const reportStyle = `
@page { margin: 10mm 13mm; }
:root { --ink: #16191d; --soft: #5b646e; --line: #d4d9de; --accent: #1f5f99; --pale: #e8eff6; --mark: #9a3412; --markPale: #fdf0e7; }
* { box-sizing: border-box; }
html { background: #eceff2; }
body {
  margin: 0; font: 9pt/1.35 "Inter", "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif; color: var(--ink);
  font-variant-numeric: tabular-nums;
}
main { width: 190mm; margin: 8mm auto; padding: 11mm 12mm 9mm; background: #fff; box-shadow: 0 1px 6px rgb(0 0 0 / 18%); }
h1, h2, p, dl, dd, figure, table { margin: 0; }
h1 { font-size: 17pt; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 {
  font-size: 8pt; font-weight: 600; letter-spacing: 0.07em; text-transform: uppercase; color: var(--soft); padding-bottom: 1mm;
  border-bottom: 0.3mm solid var(--line); margin-bottom: 1.5mm;
}
h1.long { font-size: 12pt; }
h1 small { font-size: 0.75em; font-weight: 400; color: var(--soft); }
header { display: flex; justify-content: space-between; align-items: flex-start; gap: 8mm; padding-bottom: 3mm; border-bottom: 0.6mm solid var(--ink); }
header p { color: var(--soft); overflow-wrap: anywhere; }
.notice { flex: none; font-size: 8pt; font-weight: 600; color: var(--mark); border: 0.3mm solid var(--mark); border-radius: 1mm; padding: 0.8mm 2.2mm; }
.bundleNotice { margin-top: 2mm; padding: 1.2mm 2.5mm; background: var(--markPale); border-left: 0.8mm solid var(--mark); }
.identity { display: flex; flex-wrap: wrap; gap: 0.5mm 7mm; padding: 1.6mm 0; border-bottom: 0.3mm solid var(--line); }
.identity div { display: flex; gap: 1.5mm; }
.identity dt { color: var(--soft); }
.identity dd { overflow-wrap: anywhere; }
.top { display: grid; grid-template-columns: 66mm 1fr; gap: 7mm; margin-top: 3mm; }
.top.noPicture { grid-template-columns: 1fr; }
figure img { display: block; width: 66mm; max-height: 54mm; object-fit: contain; background: #000; border-radius: 0.8mm; }
figcaption { margin-top: 1.2mm; font-size: 8pt; line-height: 1.35; color: var(--soft); overflow-wrap: anywhere; }
.verdict { display: flex; align-items: baseline; justify-content: space-between; gap: 5mm; margin-bottom: 2mm; }
.verdict strong { font-size: 19pt; line-height: 1.15; font-weight: 600; overflow-wrap: anywhere; }
.verdict span { flex: none; text-align: right; font-size: 19pt; line-height: 1.15; font-weight: 300; color: var(--accent); }
.verdict.long strong, .verdict.long span { font-size: 12pt; }
.verdict.long { flex-direction: column; gap: 1mm; }
.verdict.long span, .verdict.long span small { text-align: left; }
.verdict small { display: block; font-size: 8pt; font-weight: 400; color: var(--soft); }
svg { display: block; overflow: visible; }
.scale { width: 100%; height: auto; }
.noPicture .scale { max-width: 110mm; }
.scale text, .bar text { font-size: 8px; fill: var(--soft); }
.scale .track { fill: var(--pale); }
.scale .filled { fill: var(--accent); }
.scale .tick { stroke: var(--line); stroke-width: 0.7; }
.scale .threshold { stroke: var(--ink); stroke-width: 1.4; }
.scale .thresholdLabel { fill: var(--ink); font-weight: 600; }
.classes { width: 100%; margin-top: 2mm; }
.sentence { margin-top: 2mm; }
.outsideNote { margin-top: 2mm; padding: 1.2mm 2.5mm; background: var(--markPale); border-left: 0.8mm solid var(--mark); overflow-wrap: anywhere; }
section.wide { margin-top: 3mm; }
table { border-collapse: collapse; width: 100%; font-size: 8pt; line-height: 1.25; }
th { text-align: left; font-weight: 600; color: var(--soft); padding: 0.4mm 2mm 0.4mm 0; }
td { padding: 0.45mm 2mm 0.55mm 0; border-top: 0.2mm solid var(--line); vertical-align: middle; overflow-wrap: anywhere; }
tbody tr:first-child td { border-top: 0.3mm solid var(--soft); }
th.number, td.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
tr.outside td { background: var(--markPale); }
.outsideMark { margin-right: 2mm; font-size: 7.5pt; font-weight: 600; color: var(--mark); white-space: nowrap; }
td.barCell { width: 28mm; padding: 0 0 0 2mm; }
.bar { width: 26mm; height: 3.4mm; }
.bar .axis { stroke: var(--soft); stroke-width: 0.8; }
.bar .towards { fill: var(--accent); }
.bar .against { fill: #93a1ae; }
.more { margin-top: 1mm; font-size: 8pt; color: var(--soft); }
.provenance { display: grid; grid-template-columns: 30mm 1fr; gap: 0.5mm 3mm; font-size: 8pt; line-height: 1.35; }
.provenance dt { color: var(--soft); }
.provenance dd { overflow-wrap: anywhere; }
code { font: 7.3pt/1.35 "Cascadia Mono", Consolas, "Liberation Mono", Menlo, monospace; color: var(--soft); }
footer {
  display: flex; justify-content: space-between; gap: 6mm; margin-top: 3.5mm; padding-top: 1.8mm; border-top: 0.6mm solid var(--ink); font-size: 8pt;
  color: var(--soft);
}
footer strong { color: var(--mark); }
@media print {
  html { background: none; }
  body { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { width: auto; margin: 0; padding: 0; box-shadow: none; }
  main.dense { zoom: 0.8; }
  section, figure, tr, footer { break-inside: avoid; }
}
@media screen and (max-width: 200mm) {
  main { width: auto; margin: 0; padding: 5mm; box-shadow: none; }
  .top { grid-template-columns: 1fr; }
}
`.trimStart();
