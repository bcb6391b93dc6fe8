import { PlainError } from "#shared/domain/plainError.ts";
import type { Author } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { openProject } from "../openProject.ts";
import { namesPatient, type Patients } from "../patients.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { ReadingTables } from "../readings/readingTables.ts";
import { refuseOthers, type WriteProject } from "../writeProject.ts";
import { readingsOut } from "./listPackets.ts";
import { minuteOf } from "./packetOfReading.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { PacketTables } from "./packetTables.ts";

interface Parts {
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly readings: ReadingTables;
  readonly packets: PacketTables;
  readonly patients: Pick<Patients, "ofStudy">;
  readonly write: WriteProject;
}

/** Calls a packet back, see Packets.callBack. */
export function callBackPacket(parts: Parts, by: Author, projectId: string, number: number, reason: string): void {
  const { projects, cases, readings, packets, patients, write } = parts;
  refuseOthers(projects, by, projectId);
  write(by, projectId, "packet.callBack", ({ at }, tell) => {
    const { name } = openProject(projects, projectId);
    const row = packets.ofProject(projectId).find((each) => each.number === number);
    if (!row) throw new PlainError(`“${name}” has no packet ${number}. “fascicle project packet list” names those that were written.`);
    if (row.calledBackAt !== null) throw new PlainError(`Packet ${number} was called back already, on ${minuteOf(row.calledBackAt)}.`);
    if (readingsOut(readings, row).length === 0) throw new PlainError(`Nothing of packet ${number} is out: there is nothing to call back.`);
    const because = reason.trim();
    if (because === "") throw new PlainError("Say why: calling a packet back needs a reason, which the log keeps.");
    const caseIds = readings.ofProject(projectId).map(({ caseId }) => caseId);
    if ([...new Set(caseIds)].some((caseId) => cases.studies(caseId).some((study) => namesPatient(because, patients.ofStudy(study)!))))
      throw new PlainError("The reason holds a patient's name or ID, which the log must not. Say it without.");
    const after = { ...row, calledBackAt: at, calledBackBecause: because };
    packets.callBack(after);
    const [before, now] = [packetStates.packet(row), packetStates.packet(after)];
    tell({ subject: packetSubjects.packet(row), before, after: now, reason: because });
  });
}
