import canonicalize from "canonicalize";
import { milliseconds } from "#shared/domain/project/duration.ts";
import { genesisHead, verifyChain, type LogEntry } from "#shared/domain/project/logChain.ts";
import type { ReadingRow } from "../readings/readingTables.ts";
import { givenTimesFault, areSameTimes, toldDrawings, toldEntries, type ToldEntries } from "../readings/toldTimes.ts";
import { isSameState, sha256, states, subjects, type SubjectState } from "../subjects.ts";
import { replay, type Told } from "../verifyProject.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { PacketRow } from "./packetTables.ts";
import type { ReceivedReturn } from "./receiveReturn.ts";
import type { ReturnContent, ReturnedReading } from "./returnContent.ts";

/** So far two machines' clocks may differ. */
const toleranceMs = 300_000;

type Returned = Pick<ReceivedReturn, "content" | "entries" | "drawings">;

/**
 * What of a returned log does not fit, in words; null where all does: each entry as it was written and after the one before; the packet that was written;
 * times that never run backwards, and none that is still to come; cases opened in the packet's order (`order`: its rows), none before its
 * not-before, none while the
 * one before was neither submitted nor asked about; and each reading as the entries say.
 */
export function returnedLogFault(
  packet: PacketRow,
  order: readonly ReadingRow[],
  { content, entries, drawings }: Returned,
  now: string,
): string | null {
  const chain = verifyChain(entries, genesisHead(packet.id, sha256), [content.log], sha256);
  if (chain) return `of its log ${chain.problem}`;
  if (entries.length !== content.log.number) return "its log goes on after the end that was signed";
  const told = replay(entries);
  if (typeof told === "string") return `of its log ${told}`;
  const origin = { notBefore: packet.notBefore, headNumber: packet.headNumber, headHash: packet.headHash, contentHash: packet.contentHash };
  if (!isSameState(told.get(packetSubjects.origin)?.state ?? null, packetStates.origin(origin)))
    return "it was read from another packet than the one that was written here";
  return clockFault(entries, now) ?? orderFault(packet, order, entries) ?? readingsFault(order, { content, drawings, entries }, told);
}

function clockFault(entries: readonly LogEntry[], now: string): string | null {
  for (const [at, entry] of entries.entries())
    if (at > 0 && milliseconds(entry.at) < milliseconds(entries[at - 1]!.at))
      return `the clock was set back before entry ${entry.number} of its log`;
  const ahead = milliseconds(entries.at(-1)!.at) - milliseconds(now);
  return ahead > toleranceMs
    ? `its last entry is of ${entries.at(-1)!.at}, which is still to come: the clock runs ahead where it was read, or behind here. Set the wrong one right`
    : null;
}

function orderFault({ notBefore }: PacketRow, order: readonly ReadingRow[], entries: readonly LogEntry[]): string | null {
  const opened: ReadingRow[] = [];
  const isDone = new Set<string>();
  for (const { action, subject, at } of entries) {
    const row = order.find((each) => subject === subjects.reading(each) || subject.startsWith(`question ${nameOf(each)}, `));
    if (!row) continue;
    if (action === "reading.submit" || action === "question.ask") isDone.add(row.id);
    if (action !== "reading.open") continue;
    if (order[opened.length]?.id !== row.id) return `case ${row.code} was opened out of the packet's order`;
    if (notBefore !== null && milliseconds(at) < milliseconds(notBefore))
      return `case ${row.code} was opened on ${at}, before its washout was over (${notBefore})`;
    const before = opened.find(({ id }) => !isDone.has(id));
    if (before) return `case ${row.code} was opened before case ${before.code} was submitted or asked about`;
    opened.push(row);
  }
  return null;
}

const nameOf = (row: ReadingRow): string => subjects.reading(row).replace(/^reading /, "");

function readingsFault(order: readonly ReadingRow[], { content, drawings, entries }: Returned, told: Told): string | null {
  const all = toldEntries(entries);
  for (const reading of content.readings) {
    const row = order.find(({ id }) => id === reading.id);
    if (!row || row.code !== reading.code) return `the packet has no case ${reading.code}`;
    const name = nameOf(row);
    const expected = statesOf(row, reading, content, drawings);
    for (const [subject, { state }] of told) {
      const isOwn = ["reading", "drawing", "answer", "question", "signature"].some((kind) =>
        `${subject}, `.startsWith(`${kind} ${name}, `),
      );
      if (isOwn && !isSameState(withoutOwnNumbers(expected.get(subject) ?? null), withoutOwnNumbers(state)))
        return `the ${subject} is not as its log says`;
    }
    for (const subject of expected.keys()) if (!told.has(subject)) return `its log says nothing of the ${subject}`;
    const [open, submit] = ["reading.open", "reading.submit"].map((action) =>
      entries.findLast((entry) => entry.action === action && entry.subject === subjects.reading(row)),
    );
    const isInTime =
      open?.at === reading.openedAt &&
      submit !== undefined &&
      milliseconds(reading.openedAt) <= milliseconds(reading.submittedAt) &&
      milliseconds(reading.submittedAt) <= milliseconds(submit.at);
    if (!isInTime) return `the times of opening and submitting case ${reading.code} are not those of its log`;
    const fault = timesFault(all, row, reading, drawings);
    if (fault !== null) return fault;
  }
  return null;
}

/** What of a returned reading was drawn, answered or asked at other times than its log says; and more active time than went by. */
function timesFault(told: ToldEntries, row: ReadingRow, reading: ReturnedReading, drawings: Returned["drawings"]): string | null {
  for (const drawing of reading.drawings) {
    const subject = subjects.drawing(row, drawing);
    const { times = [] } = toldDrawings(told.get(subject)).at(-1) ?? {};
    const { strokes } = drawings.get(drawing.sha256)!;
    const drawnAt = strokes.map(({ createdAt }) => createdAt);
    if (!areSameTimes(drawnAt, times)) return `the ${subject} was not drawn when its log says`;
  }
  if (reading.activeMs > milliseconds(reading.submittedAt) - milliseconds(reading.openedAt) + toleranceMs)
    return `case ${reading.code} has more active time than went by between its opening and its submitting`;
  const questions = reading.questions.map(({ askedAt }, at) => ({ number: at + 1, askedAt, answeredAt: null }));
  return givenTimesFault(told, row, reading.answers, questions);
}

/** The number of the reader's row is of the other data folder; that of the protocol's version too, whose hash is signed. */
function withoutOwnNumbers(state: SubjectState): SubjectState {
  const isReading = state !== null && typeof state === "object" && !Array.isArray(state) && "readerId" in state;
  return isReading ? { ...state, readerId: null, protocolVersion: null } : state;
}

function statesOf(
  row: ReadingRow,
  reading: ReturnedReading,
  { key }: ReturnContent,
  drawings: Returned["drawings"],
): Map<string, SubjectState> {
  const { version, openedAt, submittedAt } = reading;
  const all = new Map<string, SubjectState>();
  all.set(subjects.reading(row), states.reading({ ...row, state: "submitted", version, openedAt, submittedAt }, row.code));
  for (const drawing of reading.drawings)
    all.set(subjects.drawing(row, drawing), states.drawing(drawings.get(drawing.sha256)!.strokes.length, drawing.hash));
  for (const { field, answer, version: of } of reading.answers)
    all.set(subjects.answer(row, { field }), states.answer({ version: of, answer: answer === null ? null : canonicalize(answer)! }));
  for (const [at, { text }] of reading.questions.entries())
    all.set(subjects.question(row, { number: at + 1 }), states.question({ text, answer: null }));
  for (const { version: of, content, signature } of reading.signatures)
    all.set(subjects.signature(row, { version: of }), states.signature({ content, publicKey: key.publicKey, signature }));
  return all;
}
