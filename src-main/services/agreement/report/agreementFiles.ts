import type { AgreementWords, ConsensusOfDrawing } from "#shared/api/agreement.ts";
import { reportingItems } from "#shared/domain/agreement/reportingItems.ts";
import { studyFacts } from "#shared/domain/agreement/studyFacts.ts";
import type { LogEntry } from "#shared/domain/project/logChain.ts";
import { engineVersion } from "../../radiomics/index.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { consensusCsv } from "../tables/consensusTable.ts";
import { agreementTables } from "../tables/agreementTables.ts";
import { agreementReportHtml } from "./agreementReportHtml.ts";
import { drawFigure } from "./drawFigure.ts";
import { agreementFigures } from "./figures.ts";
import { methodsParagraph } from "./methodsParagraph.ts";
import { whatWasCompared } from "./whatWasCompared.ts";

/** The files of a study's agreement by their paths, and what to be careful of. */
export interface AgreementFiles {
  readonly files: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

const program = `Fascicle, engine ${engineVersion()}`;

/** What stands beside the files of results: a paragraph for the methods of a paper, and what to be careful of. */
export function agreementWords(results: AgreementResults, log: readonly Pick<LogEntry, "number" | "action">[]): AgreementWords {
  const { study, roles, drawings } = results;
  const extracted = roles.flatMap(({ words, notes }) =>
    notes.filter((note) => note.includes("left out")).map((note) => `${words}: ${note}`),
  );
  return {
    methods: methodsParagraph(results, studyFacts(study.readings, log), program),
    notes: [
      ...(roles.length === 0 ? ["No features were extracted of the locked drawings: “fascicle project extract” makes them."] : []),
      ...extracted,
      ...drawings.notes,
    ],
  };
}

/**
 * Writes tables, figures and report of results; `consensus` is of three readers or more, `log` that of the project, `now` what time it is (UTC, ISO 8601).
 */
export async function agreementFiles(
  results: AgreementResults,
  consensus: readonly ConsensusOfDrawing[],
  log: readonly Pick<LogEntry, "number" | "action">[],
  now: string,
): Promise<AgreementFiles> {
  const { study } = results;
  const facts = studyFacts(study.readings, log);
  const items = reportingItems({
    protocol: study.protocol,
    facts,
    cases: new Set(study.readings.map(({ caseCode }) => caseCode)).size,
    readings: study.readings.length,
    readers: new Set(study.readings.map(({ readerNumber }) => readerNumber)).size,
    leftOut: study.leftOut,
    orders: new Set(study.readings.map(({ readerNumber, pass }) => `${readerNumber} ${pass}`)).size,
    compared: whatWasCompared(results),
    program,
  });
  const figures = await Promise.all(agreementFigures(results).map(async (figure) => ({ figure, svg: await drawFigure(figure) })));
  const { methods, notes } = agreementWords(results, log);
  const html = await agreementReportHtml({
    results,
    facts,
    items,
    figures,
    methods,
    program,
    madeAt: now.slice(0, 16).replace("T", " "),
  });
  return {
    files: {
      ...agreementTables(results),
      ...(consensus.length === 0 ? {} : { "consensus.csv": consensusCsv(consensus) }),
      "report.html": html,
      ...Object.fromEntries(figures.map(({ figure, svg }) => [`figures/${figure.name}.svg`, svg])),
    },
    notes,
  };
}
