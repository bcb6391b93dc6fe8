import canonicalize from "canonicalize";
import { PlainError } from "#shared/domain/plainError.ts";
import { isWritable, projectTable, stateAfter } from "#shared/domain/project/states.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Author } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LogTable } from "../logTable.ts";
import { currentProtocol, openProject } from "../openProject.ts";
import type { ProjectTables } from "../projectTables.ts";
import { readingsOut } from "../packets/listPackets.ts";
import { nameOfPacket } from "../packets/packetOfReading.ts";
import type { PacketTables } from "../packets/packetTables.ts";
import { sha256, states, subjects } from "../subjects.ts";
import { refuseOthers, type WriteProject } from "../writeProject.ts";
import { isUnblinded, type BrokenBlindTables } from "./brokenBlindTables.ts";
import { isReference } from "./referenceReading.ts";
import type { ConsensusOfProject } from "../adjudication/consensusOfProject.ts";
import type { ManifestRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly projects: ProjectTables;
  readonly cases: Pick<CaseTables, "list" | "findById">;
  readonly tables: ReadingTables;
  readonly broken: BrokenBlindTables;
  readonly adjudications: ConsensusOfProject;
  readonly packets: Pick<PacketTables, "ofProject">;
  readonly log: LogTable;
  readonly keys: Pick<SigningKeys, "sign" | "current">;
  readonly write: WriteProject;
}

/**
 * Closes a running project: a coordinator signs a manifest (canonical JSON, RFC 8785) of the hashes of its protocols, cases, readings and consensus, of broken
 * blinds, and of the log's head; no reading changes any more. Answers the manifest's hash. Throws PlainError where the author is no
 * coordinator, a reading is open, a packet is out, or the
 * passphrase is wrong.
 */
export async function closeProject(
  parts: Parts,
  by: Author,
  projectId: string,
  passphrase: string,
): Promise<{ readonly manifestHash: string }> {
  const { projects, tables, log, keys, write } = parts;
  refuseOthers(projects, by, projectId);
  refuseOpen(parts, projectId);
  const { number, hash } = log.head(projectId);
  const content = manifestOf(parts, projectId, { number, hash });
  const { signature, keyNumber } = await keys.sign(by, passphrase, content);
  write(by, projectId, "project.close", (_write, tell) => {
    const project = openProject(projects, projectId);
    refuseOpen(parts, projectId);
    const key = keys.current(by.readerId);
    if (manifestOf(parts, projectId, { number, hash }) !== content || key?.number !== keyNumber)
      throw new PlainError("The study or your passphrase was changed while you signed. Close it again.");
    const closed = { ...project, state: stateAfter(projectTable, project.state, "close", "") };
    projects.setState(closed);
    const row: ManifestRow = { projectId, content, readerId: by.readerId, keyNumber, publicKey: key.publicKey, signature };
    tables.insertManifest(row);
    tell({ subject: subjects.project, before: states.project(project), after: states.project(closed) });
    tell({ action: "manifest.sign", subject: subjects.manifest, before: null, after: states.signature(row) });
  });
  return { manifestHash: sha256(content) };
}

function refuseOpen({ projects, tables, adjudications, packets }: Parts, projectId: string): void {
  const { name, state } = openProject(projects, projectId);
  if (state !== "running") throw new PlainError(`“${name}” is ${state}: only a running project can be closed.`);
  const open = tables.ofProject(projectId).filter((row) => row.openedAt !== null && isWritable(row.state) && !isReference(row));
  if (open.length > 0)
    throw new PlainError(
      `Readings are open: ${open.map(({ code, readerNumber, pass }) => `${code} of reader ${readerNumber}, pass ${pass}`).join("; ")}. ` +
        "They are to be submitted, or withdrawn with a reason, before the project is closed.",
    );
  const away = packets.ofProject(projectId).filter((packet) => readingsOut(tables, packet).length > 0);
  if (away.length > 0)
    throw new PlainError(
      `${away.map(nameOfPacket).join("; ")}, ${away.length === 1 ? "is" : "are"} out, and nothing is taken in of a closed project. Take in what comes back, or ` +
        "call it back, before the project is closed.",
    );
  const undecided = adjudications.open(projectId);
  if (undecided.length > 0)
    throw new PlainError(
      `The consensus of ${undecided.join(", ")} is not submitted. It is to be submitted, or withdrawn with a reason, before the project is closed.`,
    );
}

function manifestOf(
  { projects, cases, tables, broken, adjudications, log }: Parts,
  projectId: string,
  head: { number: number; hash: string },
): string {
  return canonicalize({
    signed: "fascicle project",
    formatVersion: 1,
    project: projectId,
    blinding: currentProtocol(projects, projectId).blinding,
    protocols: projects.protocols(projectId).map(({ version, contentHash }) => ({ version, hash: contentHash })),
    cases: cases.list(projectId).map(({ code, state }) => ({ code, state })),
    readings: tables.ofProject(projectId).map((row) => ({
      code: row.code,
      readerNumber: row.readerNumber,
      pass: row.pass,
      state: row.state,
      version: row.version,
      protocolVersion: row.protocolVersion,
      isUnblinded: isUnblinded({ tables, broken }, row),
      signed: tables.signatures(row.id).map((signature) => sha256(signature.content)),
    })),
    brokenBlinds: broken.ofProject(projectId).map(({ caseId, readerNumber, brokenAt, reason }) => ({
      code: cases.findById(caseId)!.code,
      readerNumber,
      brokenAt,
      reason,
    })),
    marks: log.marks(projectId).map(({ number, kind, subject }) => ({ entry: number, kind, subject })),
    consensus: adjudications.manifest(projectId),
    log: head,
  })!;
}
