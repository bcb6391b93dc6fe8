import { fingerprintOf, type SigningKeys } from "../../readers/index.ts";
import { createSegmentationHistories } from "../../segmentation/index.ts";
import type { Store } from "../../store/index.ts";
import type { Volumes } from "../../volumes/index.ts";
import { createCaseImages } from "../caseImages.ts";
import { createFindLevels } from "../caseLevels.ts";
import { createCaseTables } from "../caseTables.ts";
import { createLevelTables } from "../levelTables.ts";
import { createLogTable } from "../logTable.ts";
import { currentProtocol } from "../openProject.ts";
import { createPictureTables } from "../pictures/pictureTables.ts";
import { createProjectTables } from "../projectTables.ts";
import { createDrawingHashes } from "../readings/drawingHash.ts";
import { createTraining } from "../readings/createTraining.ts";
import { createDrawnLabels } from "../readings/lacksOfReading.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import { createProjectWriter, refuseOthers } from "../writeProject.ts";
import { exportPacket } from "./exportPacket.ts";
import { importPacket } from "./importPacket.ts";
import type { PacketOfProject, Packets } from "./packets.ts";
import { createPacketTables } from "./packetTables.ts";
import { returnContentSchema } from "./returnContent.ts";
import { nameOfSealed } from "./sealedFile.ts";
import { takeReturn } from "./takeReturn.ts";
import { writeReturn } from "./writeReturn.ts";

interface Needs {
  readonly store: Store;
  readonly volumes: Pick<Volumes, "describe" | "readImage">;
  readonly keys: Pick<SigningKeys, "sign" | "ensure">;
}

/** Makes the packets of one store. */
export function createPackets({ store, volumes, keys }: Needs): Packets {
  const [projects, cases, levels] = [createProjectTables(store), createCaseTables(store), createLevelTables(store)];
  const [readings, packets, log] = [createReadingTables(store), createPacketTables(store), createLogTable(store)];
  const [images, histories, pictures] = [createCaseImages(store), createSegmentationHistories(store), createPictureTables(store)];
  const [hashes, drawnLabels, findLevels] = [createDrawingHashes(store), createDrawnLabels(store), createFindLevels(store)];
  const { whyNotPassed } = createTraining({
    store,
    projects,
    cases,
    tables: readings,
    protocolOf: ({ projectId }) => currentProtocol(projects, projectId),
  });
  const write = createProjectWriter({ store, tables: projects, log });
  /** Who reads is no coordinator: the functions that use it say who may. */
  const writeOwn = createProjectWriter({ store, tables: projects, log, refuse: () => undefined });

  const list: Packets["list"] = (by, projectId) => {
    refuseOthers(projects, by, projectId);
    const rows = readings.ofProject(projectId);
    const returns = packets.returns(projectId);
    const members = projects.members(projectId);
    const readerOf = (number: number) => members.find((member) => member.role === "reader" && member.number === number)?.readerId;
    return packets.ofProject(projectId).map((row): PacketOfProject => {
      const ids = JSON.parse(row.readings) as string[];
      const own = rows.filter(({ id }) => ids.includes(id));
      return {
        number: row.number,
        packet: row.id,
        readerNumber: row.readerNumber,
        reader: projects.readerName(readerOf(row.readerNumber) ?? -1) ?? "",
        pass: row.pass,
        writtenAt: row.writtenAt,
        notBefore: row.notBefore,
        cases: ids.length,
        submitted: own.filter(({ state }) => state === "submitted").length,
        returns: returns
          .filter(({ packetId }) => packetId === row.id)
          .map(({ number, at, content, publicKey }) => ({
            number,
            at,
            cases: returnContentSchema.parse(JSON.parse(content)).readings.length,
            fingerprint: fingerprintOf(publicKey),
          })),
      };
    });
  };

  return {
    export: (by, projectId, request) =>
      exportPacket({ volumes, projects, cases, levels, readings, pictures, packets, log, write, whyNotPassed }, by, projectId, request),
    list,
    kindOf: async (path) => (await nameOfSealed(path)).contents,
    import: (by, path, secret) =>
      importPacket({ store, projects, cases, levels, readings, images, pictures, packets, keys, write: writeOwn }, by, path, secret),
    writeReturn: (by, projectId, path, own) =>
      writeReturn({ projects, readings, packets, histories, log, keys, write: writeOwn }, by, projectId, path, own),
    takeIn: (by, path, confirmation) =>
      takeReturn(
        { projects, cases, images, readings, packets, histories, hashes, drawnLabels, findLevels, log, write },
        by,
        path,
        confirmation,
      ),
  };
}
