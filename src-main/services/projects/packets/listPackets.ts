import { fingerprintOf } from "../../readers/index.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { isFresh } from "./packetOfReading.ts";
import type { PacketOfProject, PacketState } from "./packets.ts";
import type { LeftOut, PacketRow, PacketTables } from "./packetTables.ts";
import { returnContentSchema } from "./returnContent.ts";

interface Parts {
  readonly projects: ProjectTables;
  readonly readings: Pick<ReadingTables, "ofProject" | "find">;
  readonly packets: PacketTables;
}

/** The readings of a packet of which nothing came back and that nobody has opened here; of one that was called back, none is out. */
export function readingsOut(readings: Pick<ReadingTables, "find">, { readings: ids, calledBackAt }: PacketRow): ReadingRow[] {
  if (calledBackAt !== null) return [];
  return (JSON.parse(ids) as string[]).flatMap((id) => readings.find(id) ?? []).filter(isFresh);
}

/** The packets of a project with what became of them, see Packets.list. */
export function listPackets({ projects, readings, packets }: Parts, projectId: string): PacketOfProject[] {
  const rows = readings.ofProject(projectId);
  const returns = packets.returns(projectId);
  const members = projects.members(projectId);
  const readerOf = (number: number) => members.find((member) => member.role === "reader" && member.number === number)?.readerId;
  return packets.ofProject(projectId).map((row): PacketOfProject => {
    const ids = JSON.parse(row.readings) as string[];
    const out = readingsOut(readings, row).map(({ code }) => code);
    const cameBack = returns.filter(({ packetId }) => packetId === row.id);
    return {
      number: row.number,
      packet: row.id,
      readerNumber: row.readerNumber,
      reader: projects.readerName(readerOf(row.readerNumber) ?? -1) ?? "",
      pass: row.pass,
      writtenAt: row.writtenAt,
      notBefore: row.notBefore,
      state: stateOf(row, out.length, cameBack.length),
      calledBack: row.calledBackAt === null ? null : { at: row.calledBackAt, reason: row.calledBackBecause ?? "" },
      cases: ids.length,
      out,
      submitted: rows.filter(({ id, state }) => ids.includes(id) && state === "submitted").length,
      returns: cameBack.map(({ number, at, content, publicKey, leftOut }) => ({
        number,
        at,
        cases: returnContentSchema.parse(JSON.parse(content)).readings.length,
        leftOut: JSON.parse(leftOut) as LeftOut[],
        fingerprint: fingerprintOf(publicKey),
      })),
    };
  });
}

function stateOf({ calledBackAt }: PacketRow, out: number, returns: number): PacketState {
  if (calledBackAt !== null) return "called back";
  if (out > 0) return "out";
  return returns > 0 ? "returned" : "void";
}
