import type { AdjudicationOfProject, CasesToAdjudicate } from "#shared/api/adjudication.ts";
import { columnsText } from "../columnsText.ts";

/** Cases on which the readings differ, each with its reasons beneath. */
export function casesToAdjudicateText({ cases, waiting }: CasesToAdjudicate): string {
  const blocks = cases.map(({ code, asked: { scores, drawings }, adjudication }) =>
    [
      `${code}  ${adjudication ? stateOf(adjudication) : "nobody is assigned"}`,
      ...[...scores, ...drawings.flatMap(({ reasons }) => reasons)].map((reason) => `    ${reason}`),
    ]
      .map((line) => `${line}\n`)
      .join(""),
  );
  const none = waiting === 0 ? "The rule asks for no consensus.\n" : "The rule asks for no consensus so far.\n";
  const waits = waiting === 0 ? "" : `${waiting} case${waiting === 1 ? " waits" : "s wait"} for a first reading to be submitted.\n`;
  return (cases.length === 0 ? none : blocks.join("")) + waits;
}

/** Every consensus in columns, with what is wrong with one beneath. */
export function adjudicationsText(all: readonly AdjudicationOfProject[]): string {
  if (all.length === 0) return "No consensus was assigned.\n";
  const rows = all.map((each) => [
    `${each.caseCode}${each.number > 1 ? ` (${each.number})` : ""}`,
    stateOf(each),
    `A is reader ${each.a}, B is reader ${each.b}`,
    each.submittedAt ?? each.openedAt ?? "",
  ]);
  const outdated = all.flatMap(({ caseCode, outdated: why }) => (why === null ? [] : [`! ${caseCode}: ${why}\n`]));
  return columnsText(rows) + outdated.join("");
}

function stateOf({ adjudicators, state, openedAt, version }: AdjudicationOfProject): string {
  const words = openedAt === null && state === "open" ? "not opened" : state;
  return `${adjudicators.join(" and ")}: ${words}${version > 1 ? `, version ${version}` : ""}`;
}
