import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Comparison } from "../../../app/commands/agreeTable.ts";
import { columnsText, shortNumber } from "../columnsText.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle agree TABLE.csv --subject COL --reader COL [--pass COL] (--values COL,COL... | --all) [--scale GRADES] [--json]
Agreement of readers, and of passes of one reader. TABLE has a row a subject, reader and pass (CSV in UTF-8, commas, decimals with a point).

  --subject COL      the column that names subjects; --reader COL readers; --pass COL passes, where readers read more than once
  --values COL,...   the columns of values to compare
  --all              every other column with numbers, but for diagnostics_*
  --scale GRADES     grades from the lowest to the highest, such as 0,1,2,3,4,5 or 0,1,2a,2b,3,4: kappa and its like are computed, with weights by
                     position on this scale, whichever grades occur. Words count as their positions from 0 where numbers are needed
  --json             print one JSON object, with everything
  --data DIR         taken as by every verb; no data folder is opened
  --help             print this

  Numbers are decimals such as 1000, -0.5 or 1e-3. Empty cells, nan, NA and inf are missing; a comparison is of the subjects that all of its readers (or
  passes) have a value for, n of them. Differences are first reader minus second. Readers stand in the order in which they first appear. docs/agreement.md
  says what each number means.
  Exit codes: 0 done, 1 failed, 2 wrong use.
  ${researchUseNotice}
`;

/** `fascicle agree`: answers 0, or 2 where it was called wrongly. Throws PlainError where the table cannot be used. */
export async function agreeVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      subject: { type: "string" },
      reader: { type: "string" },
      pass: { type: "string" },
      values: { type: "string" },
      all: { type: "boolean" },
      scale: { type: "string" },
      json: { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => wrongUse(io, "agree", words, usage);
  const [tablePath] = positionals;
  if (tablePath === undefined || positionals.length > 1) return wrong("give one table.");
  if (values.subject === undefined || values.reader === undefined)
    return wrong("name the columns of subjects and readers: --subject COL --reader COL.");
  if ((values.values === undefined) === (values.all !== true))
    return wrong("name the columns of values, --values COL,COL..., or give --all.");
  const named = [values.subject, values.reader, ...(values.pass === undefined ? [] : [values.pass])];
  if (new Set(named).size < named.length) return wrong("subjects, readers and passes are different columns.");
  const scale = values.scale?.split(",").map((grade) => grade.trim());
  if (scale && (scale.length < 2 || new Set(scale).size < scale.length || scale.includes("")))
    return wrong(`--scale is at least two different grades with commas between them, not "${values.scale}".`);
  const { agreeTable } = await import("../../../app/commands/agreeTable.ts");
  const result = await agreeTable({
    tablePath,
    subject: values.subject,
    reader: values.reader,
    pass: values.pass,
    values: values.values === undefined ? "all" : values.values.split(",").map((column) => column.trim()),
    scale,
  });
  if (result.leftOut.length > 0) io.stderr.write(`! Left out, as they hold no numbers: ${result.leftOut.join(", ")}.\n`);
  const document = { notice: researchUseNotice, scale: scale ?? null, values: result.values };
  io.stdout.write(values.json ? `${JSON.stringify(document, null, 2)}\n` : asTable(result.values, scale !== undefined));
  return 0;
}

function asTable(values: Readonly<Record<string, { readonly comparisons: readonly Comparison[] }>>, hasScale: boolean): string {
  const limits = ({ lower, upper }: { lower: number | null; upper: number | null }) =>
    lower === null || upper === null ? "-" : `${shortNumber(lower)} to ${shortNumber(upper)}`;
  const head = ["value", "comparison", "n", "ICC(A,1)", "95 %", "ICC(C,1)", "SEM", "bias"];
  const ofGrades = ["same", "kappa", "95 %", "linear kappa", "quadratic kappa"];
  const rows = Object.entries(values).flatMap(([column, { comparisons }]) =>
    comparisons.map((comparison) => [
      column,
      comparisonWords(comparison),
      String(comparison.n),
      shortNumber(comparison.icc["A,1"].value),
      limits(comparison.icc["A,1"]),
      shortNumber(comparison.icc["C,1"].value),
      shortNumber(comparison.sem.agreement),
      shortNumber(comparison.blandAltman.bias),
      ...(hasScale
        ? [
            shortNumber(comparison.exactAgreement),
            shortNumber(comparison.kappa.unweighted.value),
            limits(comparison.kappa.unweighted),
            shortNumber(comparison.kappa.linear.value),
            shortNumber(comparison.kappa.quadratic.value),
          ]
        : []),
    ]),
  );
  const reasons = Object.entries(values).flatMap(([column, { comparisons }]) =>
    comparisons.flatMap((comparison) => {
      const words = [
        comparison.icc["A,1"].reason && `ICC(A,1): ${comparison.icc["A,1"].reason}`,
        hasScale && comparison.kappa.unweighted.reason && `kappa: ${comparison.kappa.unweighted.reason}`,
      ].filter(Boolean);
      return words.length === 0 ? [] : [`${column}, ${comparisonWords(comparison)}: ${words.join("; ")}.\n`];
    }),
  );
  const table = columnsText([hasScale ? [...head, ...ofGrades] : head, ...rows]);
  return `Kappa without a word is unweighted. --json prints everything.\n${researchUseNotice}\n\n${table}${reasons.length > 0 ? `\n${reasons.join("")}` : ""}`;
}

function comparisonWords({ kind, readers, passes }: Comparison): string {
  if (readers.length === 1) return `${readers[0]!}: ${passes.join(" - ")}`;
  const where = passes.length === 0 ? "" : ` (pass ${passes[0]!})`;
  return `${readers.join(kind === "inter" && readers.length > 2 ? ", " : " - ")}${where}`;
}
