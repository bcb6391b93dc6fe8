import type { Jobs } from "../../jobs/index.ts";
import type { SigningKeys } from "../../readers/index.ts";
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
import { createTraining } from "../readings/createTraining.ts";
import { createDrawnLabels } from "../readings/lacksOfReading.ts";
import { createShownFacts } from "../readings/shownFacts.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import { createProjectWriter, refuseOthers } from "../writeProject.ts";
import { createPatients } from "../patients.ts";
import { callBackPacket } from "./callBackPacket.ts";
import { previewPacket, startExport } from "./exportPacket.ts";
import { startImport } from "./importPacket.ts";
import { listPackets } from "./listPackets.ts";
import type { Packets } from "./packets.ts";
import { createPacketTables } from "./packetTables.ts";
import { nameOfSealed } from "./sealedFile.ts";
import { startTakeIn } from "./takeReturn.ts";
import { writeReturn } from "./writeReturn.ts";

interface Needs {
  readonly store: Store;
  readonly volumes: Pick<Volumes, "describe" | "readImage">;
  readonly keys: Pick<SigningKeys, "sign" | "ensure" | "current">;
  readonly jobs: Pick<Jobs, "start">;
}

/** Makes the packets of one store. */
export function createPackets({ store, volumes, keys, jobs }: Needs): Packets {
  const [projects, cases, levels] = [createProjectTables(store), createCaseTables(store), createLevelTables(store)];
  const [readings, packets, log] = [createReadingTables(store), createPacketTables(store), createLogTable(store)];
  const [images, histories, pictures] = [createCaseImages(store), createSegmentationHistories(store), createPictureTables(store)];
  const [drawnLabels, findLevels] = [createDrawnLabels(store), createFindLevels(store)];
  const { whyNotPassed } = createTraining({
    store,
    projects,
    cases,
    tables: readings,
    protocolOf: ({ projectId }) => currentProtocol(projects, projectId),
    newest: (projectId) => currentProtocol(projects, projectId),
  });
  const write = createProjectWriter({ store, tables: projects, log });
  /** Who reads is no coordinator: the functions that use it say who may. */
  const writeOwn = createProjectWriter({ store, tables: projects, log, refuse: () => undefined });

  const planning = { projects, cases, levels, readings, pictures, packets, facts: createShownFacts(store), whyNotPassed };
  const patients = createPatients(store);
  const canImport = () => !store.isReadOnly && !packets.hasOthers();

  return {
    preview: (by, projectId, request) => previewPacket(planning, by, projectId, request),
    startExport: (by, projectId, request) => startExport({ ...planning, volumes, log, write, jobs }, by, projectId, request),
    list: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      return listPackets({ projects, readings, packets }, projectId);
    },
    callBack: (by, projectId, number, reason) =>
      callBackPacket({ projects, cases, readings, packets, patients, write }, by, projectId, number, reason),
    canImport,
    own: ({ readerId }) => ({ canImport: canImport(), fingerprint: keys.current(readerId)?.fingerprint ?? null }),
    kindOf: async (path) => (await nameOfSealed(path)).contents,
    startImport: (by, path, secret) =>
      startImport({ store, projects, cases, levels, readings, images, pictures, packets, keys, write: writeOwn, jobs }, by, path, secret),
    writeReturn: (by, projectId, path, own) =>
      writeReturn({ projects, readings, packets, histories, log, keys, write: writeOwn }, by, projectId, path, own),
    startTakeIn: (by, path, confirmation) =>
      startTakeIn(
        { store, projects, cases, images, readings, packets, histories, drawnLabels, findLevels, log, write, jobs },
        by,
        path,
        confirmation,
      ),
  };
}
