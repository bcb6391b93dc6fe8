import { featureClasses } from "../../../../src-shared/domain/extractionSettings.ts";

/** What was compared, as one table: a row a configuration, a column a class, "largest relative difference (number of values)" in its cells. */
export class OracleTable {
  private readonly rows = new Map<string, Map<string, { compared: number; largest: number; feature: string }>>();

  /** Adds one value of a run: of `feature` ("original_glcm_Contrast"). */
  add(run: string, feature: string, difference: number): void {
    const [imageName, featureClass] = feature.split("_") as [string, string];
    const row = this.rowOf(run, imageName);
    const cell = row.get(featureClass) ?? { compared: 0, largest: 0, feature: "" };
    row.set(featureClass, cell);
    cell.compared += 1;
    if (difference > cell.largest) Object.assign(cell, { largest: difference, feature: `${run}: ${feature}` });
  }

  /** The value that differs most. */
  largest(): { difference: number; feature: string } {
    return this.cells().reduce((most, { largest, feature }) => (largest > most.difference ? { difference: largest, feature } : most), {
      difference: 0,
      feature: "",
    });
  }

  toString(): string {
    const columns = featureClasses.filter((name) => [...this.rows.values()].some((row) => row.has(name)));
    const lines = [
      ["configuration", ...columns],
      ...[...this.rows].map(([name, row]) => [
        name,
        ...columns.map((column) => {
          const cell = row.get(column);
          return cell ? `${cell.largest === 0 ? "0" : cell.largest.toExponential(0)} (${cell.compared})` : "";
        }),
      ]),
    ];
    const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
    return lines
      .map((line) => line.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join("  "))
      .join("\n");
  }

  /** Cells whose largest difference is above `limit`, and how many cells there are. */
  above(limit: number): { above: number; cells: number } {
    return { above: this.cells().filter(({ largest }) => largest > limit).length, cells: this.cells().length };
  }

  private cells() {
    return [...this.rows.values()].flatMap((row) => [...row.values()]);
  }

  /** Runs of one configuration on several images share a row; filters have their own. */
  private rowOf(run: string, imageName: string) {
    const family = imageName === "original" ? "" : `, ${imageName.replace(/^(log|wavelet\d?|lbp-[23]D)-.*/, "$1")}`;
    const configuration = run
      .replace(/__(brain1|breast1).*/, "")
      .replace(/^baseline \S+ [a-z]+\d(_\S+)?$/, (_all, test?: string) => `baseline ${test?.slice(1) ?? "plain"}`)
      .replace(/^golden (brain1|breast1)_/, "golden ");
    const name = configuration + family;
    const row = this.rows.get(name) ?? new Map<string, { compared: number; largest: number; feature: string }>();
    this.rows.set(name, row);
    return row;
  }
}
