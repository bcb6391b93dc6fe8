/** The style sheet of the report of agreement: pages of A4 or Letter, legible when printed in grey. */
export const agreementReportStyle = `
@page { margin: 12mm 13mm; }
:root { --ink: #16191d; --soft: #5b646e; --line: #d4d9de; --mark: #9a3412; }
* { box-sizing: border-box; }
html { background: #eceff2; }
body {
  margin: 0; font: 9.5pt/1.45 "Inter", "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif; color: var(--ink);
  font-variant-numeric: tabular-nums;
}
main { max-width: 260mm; margin: 8mm auto; padding: 11mm 12mm; background: #fff; }
header { display: flex; justify-content: space-between; gap: 8mm; align-items: flex-start; border-bottom: 0.5mm solid var(--ink); padding-bottom: 3mm; }
h1 { margin: 0; font-size: 16pt; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 8mm 0 2mm; font-size: 12pt; border-bottom: 0.3mm solid var(--line); padding-bottom: 1mm; }
h3 { margin: 5mm 0 1.5mm; font-size: 10pt; }
p { margin: 1.5mm 0; max-width: 200mm; }
.soft { color: var(--soft); }
.warn, .no { color: var(--mark); }
.notice { flex: none; margin: 0; font-size: 8.5pt; font-weight: 600; color: var(--mark); border: 0.3mm solid var(--mark); border-radius: 1mm; padding: 0.8mm 2.2mm; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
th { text-align: left; font-weight: 600; vertical-align: bottom; border-bottom: 0.3mm solid var(--ink); padding: 1mm 2mm 1mm 0; }
td { vertical-align: top; border-bottom: 0.2mm solid var(--line); padding: 0.8mm 2mm 0.8mm 0; overflow-wrap: break-word; }
td:nth-child(2) { white-space: nowrap; }
thead { display: table-header-group; }
tr, figure { break-inside: avoid; }
figure { margin: 3mm 0 6mm; }
figure svg { max-width: 100%; height: auto; display: block; }
figcaption { color: var(--soft); font-size: 8.5pt; }
@media print { html { background: #fff; } main { margin: 0; padding: 0; max-width: none; } }
`;
