import { genesisHead, logEntrySchema, verifyChain, type LogEntry } from "#shared/domain/project/logChain.ts";
import { z } from "zod";
import { verifySignature } from "../../readers/index.ts";
import type { Store } from "../../store/index.ts";
import { createReadingTables, type ReadingRow } from "../readings/readingTables.ts";
import { sha256, subjects, type SubjectState } from "../subjects.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import { createPacketTables, type ReturnRow } from "./packetTables.ts";
import { returnContentSchema } from "./returnContent.ts";

/** What verifying a project asks of its packets and their returns. */
export function createPacketChecks(store: Pick<Store, "database">) {
  const [packets, readings] = [createPacketTables(store), createReadingTables(store)];

  const nameOf = (row: ReturnRow): string => packetSubjects.return(row, packets.find(row.packetId)?.number);

  /** What was taken in, against its signature, its log and the readings that came of it. */
  const returnFault = (row: ReturnRow): string | null => {
    const where = nameOf(row);
    if (!verifySignature(row.publicKey, row.content, row.signature)) return `the ${where} does not fit what was signed`;
    const content = returnContentSchema.safeParse(jsonOf(row.content)).data;
    if (!content) return `the ${where} cannot be read`;
    if (row.log === null) return packets.origin(row.projectId) ? null : `the log of the ${where} is gone`;
    const entries = z.array(logEntrySchema).safeParse(jsonOf(row.log)).data;
    if (!entries || sha256(row.log) !== content.log.sha256) return `the log of the ${where} is not what was signed`;
    const chain = verifyChain(entries, genesisHead(row.packetId, sha256), [content.log], sha256);
    if (chain) return `of the log of the ${where} ${chain.problem}`;
    const leftOut = leftOutOf(row.leftOut);
    for (const { id, code, openedAt, signatures } of content.readings) {
      if (leftOut.has(code)) continue;
      const reading = readings.find(id);
      const kept = readings.signatures(id);
      const isKept = signatures.every(({ version, signature }) =>
        kept.some((each) => each.version === version && each.signature === signature),
      );
      // One that was withdrawn before, or that the project does not have any more, stayed out.
      if (!reading || (reading.openedAt === null && reading.state === "withdrawn")) continue;
      if (reading.openedAt !== openedAt || !isKept) return `the reading of case ${code} is not the one of the ${where}`;
    }
    return null;
  };

  return {
    /** What the rows of a project's packets say, by the subjects of its log. */
    rows: (projectId: string): Map<string, SubjectState> => {
      const rows = new Map<string, SubjectState>();
      const origin = packets.origin(projectId);
      if (origin) rows.set(packetSubjects.origin, packetStates.origin(origin));
      for (const row of packets.ofProject(projectId)) rows.set(packetSubjects.packet(row), packetStates.packet(row));
      for (const row of packets.returns(projectId)) rows.set(nameOf(row), packetStates.return(row));
      for (const row of packets.keys(projectId)) rows.set(packetSubjects.key(row), packetStates.key(row));
      return rows;
    },
    /** The first return that does not fit, in words; null where all do. */
    fault: (projectId: string): string | null => {
      for (const row of packets.returns(projectId)) {
        const fault = returnFault(row);
        if (fault !== null) return fault;
      }
      return null;
    },
    /** The logs with which readings were taken in, by reading: what they say of it alone. */
    takenLogs: (projectId: string): ReadonlyMap<string, readonly LogEntry[]> => {
      const logs = new Map<string, readonly LogEntry[]>();
      for (const row of packets.returns(projectId)) {
        if (row.log === null) continue;
        const entries = z.array(logEntrySchema).parse(jsonOf(row.log));
        const leftOut = leftOutOf(row.leftOut);
        for (const { id, code, openedAt } of returnContentSchema.parse(jsonOf(row.content)).readings) {
          const reading = readings.find(id);
          if (!reading || logs.has(id) || leftOut.has(code) || reading.openedAt !== openedAt) continue;
          logs.set(id, entriesOf(reading, entries));
        }
      }
      return logs;
    },
    /** Whether a coordinator said of a key that it is this reader's, who signed elsewhere. */
    isConfirmed: (projectId: string, readerNumber: number, publicKey: string): boolean =>
      packets.keys(projectId).some((key) => key.readerNumber === readerNumber && key.publicKey === publicKey),
  };
}

export type PacketChecks = ReturnType<typeof createPacketChecks>;

/** What a log says of the drawings, answers and questions of one reading. */
function entriesOf(row: ReadingRow, entries: readonly LogEntry[]): LogEntry[] {
  const name = subjects.reading(row).replace(/^reading /, "");
  return entries.filter(({ subject }) => ["drawing", "answer", "question"].some((kind) => subject.startsWith(`${kind} ${name}, `)));
}

function leftOutOf(text: string): ReadonlySet<string> {
  const { data = [] } = z.array(z.object({ code: z.string() })).safeParse(jsonOf(text));
  return new Set(data.map(({ code }) => code));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
