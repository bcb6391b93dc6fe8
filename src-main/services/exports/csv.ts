/** Rows of cells as CSV (RFC 4180, with "\n" as PyRadiomics writes): a cell with a comma, a quote or a line break is quoted, its quotes doubled. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`).join("");
}

/** The rows of cells of a CSV text (RFC 4180; any line ending, a byte order mark is skipped, empty lines are left out). Throws RangeError where a quote is never closed. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const endRow = () => {
    if (row.length > 0 || cell !== "") rows.push([...row, cell]);
    row = [];
    cell = "";
  };
  for (; at < text.length; at += 1) {
    const character = text[at]!;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === "") isQuoted = true;
    else if (character === ",") {
      row.push(cell);
      cell = "";
    } else if (character === "\n" || character === "\r") endRow();
    else cell += character;
  }
  if (isQuoted) throw new RangeError("a quote is never closed");
  endRow();
  return rows;
}
