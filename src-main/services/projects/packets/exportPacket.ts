import { randomBytes, randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { encodeImageFile } from "../../imagefiles/index.ts";
import { longestPassphrase, shortestPassphrase } from "../../readers/index.ts";
import type { JobContext, Jobs } from "../../jobs/index.ts";
import type { Author } from "../../store/index.ts";
import type { Volumes } from "../../volumes/index.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LevelTables } from "../levelTables.ts";
import type { LogTable } from "../logTable.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { PictureTables } from "../pictures/pictureTables.ts";
import type { ReadingTables } from "../readings/readingTables.ts";
import { refuseOthers, type WriteProject } from "../writeProject.ts";
import type { PacketContent } from "./packetContent.ts";
import { hidden, packetImageOf, spaceKeyOf } from "./packetImage.ts";
import type { ShownFacts } from "../readings/shownFacts.ts";
import type { Training } from "../readings/createTraining.ts";
import type { PacketPreview, PacketRequest, WrittenPacket } from "./packets.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { PacketRow, PacketTables } from "./packetTables.ts";
import { planPacket, type PacketPlan } from "./planPacket.ts";
import { refuseExisting, writePacketFile } from "./writePacketFile.ts";

interface Parts {
  readonly volumes: Pick<Volumes, "describe" | "readImage">;
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly levels: LevelTables;
  readonly readings: ReadingTables;
  readonly pictures: PictureTables;
  readonly packets: PacketTables;
  readonly log: LogTable;
  readonly write: WriteProject;
  readonly facts: ShownFacts;
  /** See planPacket. */
  readonly whyNotPassed: Training["whyNotPassed"];
}

/** What a packet would hold, see Packets.preview. */
export function previewPacket(
  parts: Omit<Parts, "volumes" | "log" | "write">,
  by: Author,
  projectId: string,
  { readerNumber, pass }: Pick<PacketRequest, "readerNumber" | "pass">,
): PacketPreview {
  refuseOthers(parts.projects, by, projectId);
  return previewOf(planPacket(parts, projectId, readerNumber, pass));
}

const previewOf = ({ pass, readings, images, notBefore, heads, shown, leftOut }: PacketPlan): PacketPreview => ({
  pass,
  cases: readings.length,
  images: images.length,
  notBefore,
  heads,
  shown,
  leftOut,
});

/**
 * Looks at all that can be refused, asks for the passphrase, and starts the job that writes a packet for a reader elsewhere, see Packets.startExport; answers
 * the
 * job's id.
 */
export async function startExport(
  { jobs, ...parts }: Parts & { readonly jobs: Pick<Jobs, "start"> },
  by: Author,
  projectId: string,
  request: PacketRequest,
): Promise<string> {
  refuseOthers(parts.projects, by, projectId);
  const plan = planPacket(parts, projectId, request.readerNumber, request.pass);
  if (plan.heads.length > 0 && !request.knowsOfHeads)
    throw new PlainError(
      `The packet would hold images of the head (${plan.heads.join(", ")}). Somebody can be recognised by a face that can be rendered from them, also without a ` +
        "name. Take it away (de-face) before the images are imported, or say that you know of it. Nothing was written.",
    );
  await refuseExisting(request.path);
  const passphrase = await request.passphrase();
  refuseShort(passphrase);
  return jobs.start({
    kind: "packet",
    lane: "import",
    title: `Writing a packet of ${plan.images.length} image${plan.images.length === 1 ? "" : "s"}`,
    run: (context) => exportPacket(parts, { by, projectId, plan, path: request.path, passphrase }, context),
  });
}

interface Export {
  readonly by: Author;
  readonly projectId: string;
  readonly plan: PacketPlan;
  readonly path: string;
  readonly passphrase: string;
}

/** Writes a packet. Studies pass through one image at a time; cancelled, it leaves neither a file nor an entry in the log. */
async function exportPacket(
  parts: Parts,
  { by, projectId, plan, path, passphrase }: Export,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<WrittenPacket> {
  const { packets, log, volumes, write } = parts;
  const { number, hash } = log.head(projectId);
  const content = contentOf(volumes, plan, { number, hash });
  await writePacketFile(
    path,
    { contents: "packet", packet: content.packet },
    { passphrase },
    {
      fill: async (records) => {
        await records.write("content", Buffer.from(JSON.stringify(content)));
        for (const [done, { volumeId, mask }] of plan.images.entries()) {
          progress({ phase: "writing images", done, total: plan.images.length });
          signal.throwIfAborted();
          const image = await hidden(await volumes.readImage(volumeId), mask);
          signal.throwIfAborted();
          await records.write("image", await encodeImageFile("image.nrrd", image));
        }
        progress({ phase: "finishing the file", done: plan.images.length });
        for (const { name } of plan.pictures) await records.write("picture", parts.pictures.bytes(projectId, name)!);
      },
      keep: (contentHash) => {
        // Once it stands in the log, it is written.
        signal.throwIfAborted();
        write(by, projectId, "packet.write", ({ at }, tell) => {
          if (JSON.stringify(planPacket(parts, projectId, plan.readerNumber, plan.pass)) !== JSON.stringify(plan))
            throw new PlainError("The study was changed while the packet was written. Nothing was written; do it again.");
          const row: PacketRow = {
            id: content.packet,
            projectId,
            number: packets.ofProject(projectId).length + 1,
            readerNumber: plan.readerNumber,
            pass: plan.pass,
            protocolHash: content.protocolHash,
            notBefore: content.notBefore,
            readings: JSON.stringify(plan.readings.map(({ id }) => id)),
            headNumber: number,
            headHash: hash,
            contentHash,
            returnKey: content.returnKey,
            writtenAt: at,
            calledBackAt: null,
            calledBackBecause: null,
          };
          packets.insert(row);
          tell({ subject: packetSubjects.packet(row), before: null, after: packetStates.packet(row) });
        });
      },
    },
  );
  return { packet: content.packet, number: packets.find(content.packet)!.number, ...previewOf(plan) };
}

function contentOf(volumes: Parts["volumes"], plan: PacketPlan, head: PacketContent["head"]): PacketContent {
  const spaces = new Map<string, string[]>();
  const spaceOf = (caseId: string, key: string): number => {
    const known = spaces.get(caseId) ?? [];
    spaces.set(caseId, known);
    return known.includes(key) ? known.indexOf(key) : known.push(key) - 1;
  };
  return {
    packet: randomUUID(),
    project: plan.project,
    readerNumber: plan.readerNumber,
    pass: plan.pass,
    notBefore: plan.notBefore,
    head,
    returnKey: randomBytes(32).toString("base64"),
    protocolVersion: plan.protocol.version,
    protocolHash: plan.protocol.contentHash,
    protocol: JSON.parse(plan.protocol.content) as PacketContent["protocol"],
    pictures: [...plan.pictures],
    images: plan.images.map(({ caseId, volumeId, seriesDescription }) => {
      const volume = volumes.describe(volumeId);
      return {
        ...packetImageOf(volume, spaceOf(caseId, spaceKeyOf(volume))),
        ...(seriesDescription === null ? {} : { seriesDescription }),
      };
    }),
    readings: [...plan.readings],
  };
}

function refuseShort(passphrase: string): void {
  if (passphrase.length < shortestPassphrase || passphrase.length > longestPassphrase)
    throw new PlainError(`A packet needs a passphrase of ${shortestPassphrase} to ${longestPassphrase} characters.`);
}
