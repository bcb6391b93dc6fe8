import type { App } from "../../../app/createApp.ts";
import { columnsText } from "../columnsText.ts";

type Projects = App["services"]["projects"];
type Status = ReturnType<Projects["status"]>;
type Case = ReturnType<Projects["cases"]>[number];
type LevelsSet = ReturnType<Projects["setLevel"]>;
type Added = ReturnType<Projects["addTable"]>;

/** A project for a coordinator at a terminal. */
export function statusText({
  name,
  id,
  state,
  protocol,
  coordinators,
  readers,
  left,
  cases,
  trainingCases,
  excludedCases,
  ...rest
}: Status): string {
  const lines = [
    `${name}  ${id}`,
    `${state}; protocol “${protocol.name}”, version ${protocol.version}${protocol.isFrozen ? ", frozen" : ""}`,
    `coordinators: ${coordinators.join(", ")}`,
    `readers: ${readers.length === 0 ? "none yet" : readers.map((reader, at) => `${at + 1} ${reader}${left.includes(at + 1) ? " (has left)" : ""}`).join(", ")}`,
    `cases: ${cases}, of these ${trainingCases} for training and ${excludedCases} excluded`,
    `log: ${rest.head.number} entries, head ${rest.head.number}:${rest.head.hash}`,
    ...rest.brokenBlinds.map(
      ({ caseCode, reader, readerNumber, pass, brokenAt, brokenBy, reason, submittedSince }) =>
        `blind broken: case ${caseCode} for reader ${readerNumber} ${reader}, in pass ${pass}, ${brokenAt} by ${brokenBy}: ${reason} ` +
        `(submitted since: ${submittedSince.length === 0 ? "nothing" : submittedSince.map((each) => `pass ${each}`).join(", ")})`,
    ),
    ...(state !== "draft"
      ? rest.lacks.length === 0
        ? []
        : ["Cases that wait until this is done:", ...rest.lacks.map((words) => `  ${words}`)]
      : rest.lacks.length === 0
        ? ["It can be started."]
        : ["Before a start it lacks:", ...rest.lacks.map((words) => `  ${words}`)]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Projects in columns. */
export function listText(projects: ReturnType<Projects["list"]>): string {
  if (projects.length === 0) return "There is no project yet: fascicle project create FILE\n";
  return columnsText(projects.map(({ name, state, cases, id }) => [name, state, `${cases} case${cases === 1 ? "" : "s"}`, id]));
}

/** Cases with their roles and levels; of a role that is not confirmed, what fits its rule. */
export function casesText(cases: readonly Case[]): string {
  if (cases.length === 0) return "There is no case yet: fascicle project cases add ID TABLE\n";
  return cases
    .flatMap(({ code, state, reason, isTraining, group, studies, roles, levels }) => [
      [
        code,
        `${state}${state === "included" || reason === null ? "" : ` (${reason})`}`,
        ...(isTraining ? ["training"] : []),
        ...(group === null ? [] : [`group ${group}`]),
        `${studies} stud${studies === 1 ? "y" : "ies"}`,
      ].join(", "),
      ...roles.flatMap(({ region, role, state, volumeId, candidates, looked }) => [
        `  ${region} ${role}: ${state}${volumeId === null ? "" : `  ${volumeId}`}${lookedWords(looked)}`,
        ...(state === "confirmed" ? [] : candidates.map((candidate) => `    ${candidate.volumeId}  ${candidate.description}`)),
      ]),
      ...levels.map((level) => `  ${level.region} level ${level.level}: ${levelWords(level)}`),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function lookedWords(looked: Case["roles"][number]["looked"]): string {
  if (!looked) return "";
  const { mask } = looked;
  return `  looked at ${looked.at}${mask ? `, hidden: ${mask.column},${mask.row},${mask.columns},${mask.rows}` : ""}`;
}

function levelWords({ role, slice, shown }: Case["levels"][number]): string {
  if (slice === null) return "not chosen";
  const others = shown.map((other) => `, ${other.role} ${other.slice === null ? `none (${other.why})` : `slice ${other.slice}`}`);
  return `${role} slice ${slice}${others.join("")}`;
}

/** What became of levels, with what is to be looked at again. */
export function levelsText({ changed, notes }: LevelsSet): string {
  const first =
    changed === 0 ? "Nothing changed: these slices were chosen already." : `${changed} level${changed === 1 ? " was" : "s were"} set.`;
  return [first, ...notes.map((note) => `Note: ${note}`)].map((line) => `${line}\n`).join("");
}

/** A sentence on levels that were dropped, or nothing. */
export function droppedText({ droppedLevels }: ReturnType<Projects["chooseRole"]>): string {
  return droppedLevels.length === 0 ? "" : ` Dropped, to be chosen again: ${droppedLevels.join("; ")}.`;
}

/** What became of a table of cases. */
export function addedText({ added, joined, leftOut, readings }: Added): string {
  const lines = [
    `${added.length} case${added.length === 1 ? "" : "s"} added${added.length === 0 ? "" : `: ${added.join(", ")}`}`,
    ...(joined.length === 0 ? [] : [`Studies were added to: ${joined.join(", ")}`]),
    ...leftOut.map(({ where, why }) => `Left out, ${where}: ${why}`),
    ...(readings === undefined
      ? []
      : [
          `${readings} reading${readings === 1 ? "" : "s"} made, at the end of each order; a pass of a random subset stays as it was drawn.`,
          "Confirm, look at and place the new cases: until then they are not opened.",
        ]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
