import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { ValueComparison } from "../../../app/commands/compareTable.ts";
import { columnsText, shortNumber } from "../columnsText.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle compare TABLE.csv --group COL --values COL,COL... [--subject COL] [--json]
fascicle compare TABLE.csv --paired COL --subject COL --values COL,COL... [--json]
Compares values between groups, or within subjects between two conditions. TABLE is CSV in UTF-8 with commas, decimals with a point.

  --group COL      the column of groups, a row a subject: Mann-Whitney for two, Kruskal-Wallis for more; Spearman where groups are numbers
  --paired COL     the column of the two conditions, a row a subject and condition: Wilcoxon's signed ranks, pairs that do not differ dropped
  --subject COL    the column of subjects: joins pairs; with --group it makes sure that no subject is counted twice
  --values COL,... the columns of values to compare; p is adjusted over them (Holm; Benjamini and Hochberg)
  --json           print one JSON object, with everything
  --data DIR       taken as by every verb; no data folder is opened
  --help           print this

  Numbers are decimals such as 1000, -0.5 or 1e-3; empty cells, nan, NA and inf are missing. Groups and conditions stand in the order in which they first
  appear: U is that of the first (R calls it W), differences are first minus second. p is two-sided, by the normal or chi-squared distribution, corrected for ties, without continuity correction;
  --json has the exact p as well. docs/agreement.md says what each number means. Exit codes: 0 done, 1 failed, 2 wrong use.
  ${researchUseNotice}
`;

/** `fascicle compare`: answers 0, or 2 where it was called wrongly. Throws PlainError where the table cannot be used. */
export async function compareVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      group: { type: "string" },
      values: { type: "string" },
      paired: { type: "string" },
      subject: { type: "string" },
      json: { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => wrongUse(io, "compare", words, usage);
  const [tablePath] = positionals;
  if (tablePath === undefined || positionals.length > 1) return wrong("give one table.");
  if (values.values === undefined) return wrong("name the columns of values: --values COL,COL...");
  if (values.group === undefined && values.paired === undefined)
    return wrong("name the column of groups, --group COL, or of conditions, --paired COL.");
  if (values.paired !== undefined && values.subject === undefined) return wrong("--paired needs the column of subjects: --subject COL.");
  // Pairs may be named by their groups and their subjects as well.
  const condition = values.paired === values.subject ? values.group : values.paired;
  if (values.paired !== undefined && (condition === undefined || condition === values.subject))
    return wrong("--paired is the column of the two conditions, --subject that of the subjects.");
  if (values.paired !== undefined && values.group !== undefined && values.group !== condition)
    return wrong("compare groups, or conditions within subjects; not both at once.");
  const { compareTable } = await import("../../../app/commands/compareTable.ts");
  const result = await compareTable({
    tablePath,
    group: values.group,
    values: [...new Set(values.values.split(",").map((column) => column.trim()))],
    paired: values.paired === undefined ? undefined : condition,
    subject: values.subject,
  });
  io.stdout.write(values.json ? `${JSON.stringify({ notice: researchUseNotice, ...result }, null, 2)}\n` : asTable(result.values));
  return 0;
}

function asTable(values: Readonly<Record<string, ValueComparison>>): string {
  const rows = Object.entries(values).map(([column, value]) => [
    column,
    value.groups.map(({ name, n }) => `${name} (${n})`).join(", ") || "-",
    value.test ?? "-",
    statisticWords(value),
    shortNumber(value.p, 4),
    shortNumber(value.pHolm, 4),
    shortNumber(value.pBH, 4),
  ]);
  const reasons = Object.entries(values).flatMap(([column, { reason }]) => (reason === null ? [] : [`${column}: ${reason}.\n`]));
  const table = columnsText([["value", "groups (n)", "test", "statistic", "p", "p Holm", "p BH"], ...rows]);
  return `${researchUseNotice}\n\n${table}${reasons.length > 0 ? `\n${reasons.join("")}` : ""}`;
}

function statisticWords({ test, mannWhitney, signedRank, kruskalWallis, spearman }: ValueComparison): string {
  switch (test) {
    case "mannWhitney":
      return `U ${mannWhitney?.u ?? "-"}`;
    case "signedRank":
      return `V ${signedRank?.v ?? "-"}`;
    case "kruskalWallis":
      return `H ${shortNumber(kruskalWallis?.statistic ?? null)}`;
    case "spearman":
      return `rho ${shortNumber(spearman?.value ?? null)}`;
    case null:
      return "-";
  }
}
