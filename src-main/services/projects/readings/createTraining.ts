import type { OpenReading } from "#shared/api/reading.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { markInWords, missesOfMark } from "#shared/domain/project/trainingMark.ts";
import type { Author, Store } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { createPacketTables } from "../packets/packetTables.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { createCompareReadings } from "./compareReadings.ts";
import { isReference } from "./referenceReading.ts";
import { listed } from "./refuseIncomplete.ts";
import type { TrainingCase, TrainingOfReader } from "./readings.ts";
import type { ReadingImageRow, ReadingRow, ReadingTables } from "./readingTables.ts";
import { createTrainingTables, type TrainingPassRow } from "./trainingTables.ts";

interface Parts {
  readonly store: Store;
  readonly projects: Pick<ProjectTables, "readerName">;
  readonly cases: Pick<CaseTables, "findById">;
  readonly tables: ReadingTables;
  readonly protocolOf: (row: ReadingRow) => Protocol;
  /** The newest version of a project's protocol. */
  readonly newest: (projectId: string) => Protocol;
}

/** Training cases: what readers made of them beside the coordinator's reading, and whether they may go on to the cases that count. */
export function createTraining({ store, projects, cases, tables, protocolOf, newest }: Parts) {
  const [passes, packets, compare] = [createTrainingTables(store), createPacketTables(store), createCompareReadings(store, tables)];

  /** The coordinator's own reading of a case; undefined where it was not begun. */
  const referenceOf = ({ projectId, caseId }: Pick<ReadingRow, "projectId" | "caseId">): ReadingRow | undefined =>
    tables.ofProject(projectId).find((row) => row.caseId === caseId && isReference(row));

  /** The coordinator's locked reading of a case, where the reader may see it: the reader's own is locked. */
  const shownReference = (row: ReadingRow): ReadingRow | undefined => {
    if (isReference(row) || row.state !== "submitted" || cases.findById(row.caseId)?.isTraining !== 1) return undefined;
    const found = referenceOf(row);
    return found?.state === "submitted" ? found : undefined;
  };

  /** One reader's training readings, but those that were withdrawn or whose case was taken out. */
  const readingsOf = (projectId: string, readerNumber: number): ReadingRow[] =>
    tables.ofProject(projectId).filter((row) => {
      const ofCase = cases.findById(row.caseId)!;
      return row.readerNumber === readerNumber && ofCase.isTraining === 1 && ofCase.state !== "excluded" && row.state !== "withdrawn";
    });

  const caseOf = (row: ReadingRow): TrainingCase => {
    const found = shownReference(row);
    // The mark that holds now, whichever was asked for when the case was read.
    const { passMark } = newest(row.projectId);
    const compared =
      found && passMark ? compare({ row, protocol: protocolOf(row) }, { row: found, protocol: protocolOf(found) }) : undefined;
    const misses = compared && passMark ? missesOfMark(passMark, compared) : [];
    const state =
      row.state !== "submitted"
        ? "not submitted"
        : !found
          ? "waits for the coordinator's reading"
          : misses.length > 0
            ? "misses the mark"
            : "done";
    return { code: row.code, version: row.version, state, misses, notCompared: compared?.notCompared ?? [] };
  };

  /** Why a reader may not open cases that count yet, in words; null where the training is passed, or no mark is asked for. */
  const whyNotPassed = (projectId: string, readerNumber: number, { passMark }: Protocol): string | null => {
    // A packet is written of what the reader may open.
    if (passMark === null || packets.origin(projectId) || passes.find(projectId, readerNumber)) return null;
    const all = readingsOf(projectId, readerNumber).map(caseOf);
    const codes = (state: TrainingCase["state"]) => all.filter((each) => each.state === state).map(({ code }) => code);
    const [open, waiting] = [codes("not submitted"), codes("waits for the coordinator's reading")];
    if (open.length > 0) return `Training cases come first: submit ${open.join(", ")}.`;
    if (waiting.length > 0)
      return `Your training is compared with the coordinator's own reading, which is not there yet for ${waiting.join(", ")}. Wait for it, or tell the coordinator.`;
    const missed = all.filter(({ state }) => state === "misses the mark");
    if (missed.length === 0) return null;
    return (
      `The training is not passed yet. The mark is: ${markInWords(passMark)}. ` +
      `${missed.map(({ code, misses }) => `Case ${code}: ${listed(misses)}.`).join(" ")} ` +
      "Compare your reading with the coordinator's, then ask for the case to be unlocked: you correct it and submit it again."
    );
  };

  /** The reader's image beside whose drawing one of the coordinator's is shown. */
  const imageBeside = (row: ReadingRow, { region, role }: Pick<ReadingImageRow, "region" | "role">) =>
    tables.images(row.id).find((image) => image.region === region && image.role === role);

  return {
    shownReference,
    /** The coordinator's reading of a training case, under the names that the images have in the reader's; undefined where it is not shown. */
    comparisonOf: (row: ReadingRow): OpenReading["coordinators"] => {
      const found = shownReference(row);
      if (!found) return undefined;
      const drawings = tables.images(found.id).flatMap((drawn) => {
        const image = imageBeside(row, drawn);
        return image && drawn.segmentationId !== null ? [{ imageId: image.id, segmentationId: drawn.segmentationId }] : [];
      });
      return { answers: [...tables.latestAnswers(found.id)], drawings };
    },
    /** Where a coordinator's drawing is shown to a reader; undefined where it is not. */
    comparedDrawing: (
      { readerId }: Author,
      segmentationId: string,
    ): { readonly readingId: string; readonly imageId: string } | undefined => {
      const drawn = tables.imageOfDrawing(segmentationId);
      const found = drawn && tables.find(drawn.readingId);
      if (!found || !isReference(found)) return undefined;
      const mine = tables.ofReader(readerId).find((row) => row.caseId === found.caseId && shownReference(row) !== undefined);
      const image = mine && imageBeside(mine, drawn);
      return image && { readingId: image.readingId, imageId: image.id };
    },
    whyNotPassed,
    /** Keeps, within the write that opens the first case that counts, that and with what the training was passed. */
    keepPass: (tell: Tell, at: string, { projectId, readerNumber }: ReadingRow, { passMark }: Protocol): void => {
      if (passMark === null || packets.origin(projectId) || passes.find(projectId, readerNumber)) return;
      const compared = readingsOf(projectId, readerNumber).map((row) => ({
        code: row.code,
        version: row.version,
        coordinatorsVersion: referenceOf(row)!.version,
        ...notComparedOf(caseOf(row)),
      }));
      const row: TrainingPassRow = { projectId, readerNumber, passedAt: at, result: JSON.stringify({ mark: passMark, cases: compared }) };
      passes.insert(row);
      tell({ action: "training.pass", subject: subjects.training(row), before: null, after: states.training(row) });
    },
    /** By reader. */
    ofProject: (projectId: string): TrainingOfReader[] => {
      const readers = new Map(
        tables.ofProject(projectId).flatMap((row) => (isReference(row) ? [] : [[row.readerNumber, row.readerId] as const])),
      );
      return [...readers].map(([readerNumber, readerId]) => ({
        readerNumber,
        reader: projects.readerName(readerId)!,
        passedAt: passes.find(projectId, readerNumber)?.passedAt ?? null,
        cases: readingsOf(projectId, readerNumber).map(caseOf),
      }));
    },
  };
}
/** For the log: not there where all was compared. */
const notComparedOf = ({ notCompared }: TrainingCase) => (notCompared.length === 0 ? {} : { notCompared });

export type Training = ReturnType<typeof createTraining>;
