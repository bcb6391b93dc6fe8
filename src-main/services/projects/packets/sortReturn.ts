import type { LogTable } from "../logTable.ts";
import type { CaseTables } from "../caseTables.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { isSameState, subjects, type SubjectState } from "../subjects.ts";
import { isFresh, minuteOf, nameOfPacket } from "./packetOfReading.ts";
import type { LeftOut, PacketRow, PacketTables } from "./packetTables.ts";
import type { ReceivedReturn } from "./receiveReturn.ts";
import { returnContentSchema, type ReturnedReading } from "./returnContent.ts";

interface Parts {
  readonly cases: Pick<CaseTables, "findById">;
  readonly readings: Pick<ReadingTables, "find" | "signatures">;
  readonly packets: Pick<PacketTables, "holding" | "returns" | "ofProject">;
  readonly log: Pick<LogTable, "rows">;
}

/** What is to become of each reading of a return. */
export interface SortedReturn {
  readonly fresh: readonly { readonly reading: ReturnedReading; readonly row: ReadingRow }[];
  /** Codes of those that are here, the same. */
  readonly already: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** Parts the readings of a return into those that can be taken in, those that were, and those that are left out, each with why. */
export function sortReturn(parts: Parts, packet: PacketRow, { content }: ReceivedReturn): SortedReturn {
  const { readings } = parts;
  const [fresh, already, leftOut]: [SortedReturn["fresh"][number][], string[], LeftOut[]] = [[], [], []];
  for (const reading of content.readings) {
    const row = readings.find(reading.id);
    const why = row ? whyNot(parts, packet, row, reading) : "the project does not have this reading any more";
    if (row && why === null) fresh.push({ reading, row });
    else if (why === sameWords) already.push(reading.code);
    else leftOut.push({ code: reading.code, why: why! });
  }
  return { fresh, already, leftOut };
}

const sameWords = "it is here already, the same";

/** Why a reading is not taken in, in words; null where it is. */
function whyNot(parts: Parts, packet: PacketRow, row: ReadingRow, { signatures }: ReturnedReading): string | null {
  const { readings, packets } = parts;
  const { state, openedAt, submittedAt } = row;
  if (isFresh(row)) {
    const other = packets.holding(row.id).find(({ id }) => id !== packet.id);
    if (other) return `it is out in ${nameOfPacket(other)}: call that one back first, if this is the reading that counts`;
    return isChangedSince(parts, packet, row)
      ? "it has another series or other levels than when the packet was written: call the packet back, and write one of the case as it is now"
      : null;
  }
  const kept = readings.signatures(row.id).map(({ content: text, signature }) => `${text} ${signature}`);
  if (signatures.every(({ content: text, signature }) => kept.includes(`${text} ${signature}`))) return sameWords;
  if (state === "withdrawn" && openedAt === null) return "the reading was withdrawn here before it was taken in";
  const from = whereFrom(parts, row);
  const what = from === null ? `opened here on ${minuteOf(openedAt!)}` : `taken in on ${minuteOf(from.at)} from packet ${from.packet}`;
  const now =
    state === "submitted"
      ? `, submitted on ${minuteOf(submittedAt!)}`
      : state === "withdrawn"
        ? ", and withdrawn"
        : ", and is not submitted";
  return `there is another reading of this pass already: it was ${what}${now}. A case is read once in a pass`;
}

/** The return with which a reading came; null of one that was made here. */
function whereFrom({ packets }: Parts, { id, projectId, openedAt }: ReadingRow): { readonly at: string; readonly packet: number } | null {
  const row = packets
    .returns(projectId)
    .find(({ content }) =>
      returnContentSchema.parse(JSON.parse(content)).readings.some((each) => each.id === id && each.openedAt === openedAt),
    );
  const number = packets.ofProject(projectId).find((packet) => packet.id === row?.packetId)?.number;
  return row && number !== undefined ? { at: row.at, packet: number } : null;
}

/** Whether a series or a level of a case is another one than when a packet was written, by the log. */
function isChangedSince({ log, cases }: Parts, { projectId, headNumber }: PacketRow, { caseId }: ReadingRow): boolean {
  const { code } = cases.findById(caseId)!;
  const entries = log.rows(projectId).flatMap(({ entry }) => (entry?.subject.startsWith(`${subjects.case(code)}, `) ? [entry] : []));
  const shown = (state: SubjectState) => (state !== null && typeof state === "object" && "frames" in state ? state["frames"]! : state);
  const last = (until: number) =>
    new Map(entries.flatMap(({ number, subject, after }) => (number <= until ? [[subject, shown(after)] as const] : [])));
  const [then, now] = [last(headNumber), last(Infinity)];
  return [...now].some(([subject, state]) => !isSameState(then.get(subject) ?? null, state));
}
