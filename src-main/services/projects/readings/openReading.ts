import type { OpenReading } from "#shared/api/reading.ts";
import type { Answers } from "#shared/domain/project/answer.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { isReaders } from "./createReadingLevels.ts";
import type { LevelSlices } from "./levelSlices.ts";
import type { QuestionRow, ReadingImageRow, ReadingRow } from "./readingTables.ts";
import type { ShownPatient } from "./shownFacts.ts";

interface Reading {
  readonly row: Pick<ReadingRow, "id" | "projectId" | "code" | "pass" | "version" | "state">;
  readonly project: string;
  readonly protocol: Protocol;
  readonly isTraining: boolean;
  readonly patient: ShownPatient;
  readonly images: readonly Pick<ReadingImageRow, "id" | "region" | "role">[];
  readonly answers: Answers;
  readonly questions: readonly QuestionRow[];
  /** Something was drawn in it. */
  readonly hasDrawn: boolean;
  readonly coordinators?: OpenReading["coordinators"];
  /** By region. */
  readonly levels: ReadonlyMap<string, readonly LevelSlices[]>;
}

/** What a reader is shown of a reading: a list of what is let through, not of what is left out. */
export function openReadingOf({
  row,
  project,
  protocol,
  isTraining,
  patient,
  images,
  answers,
  questions,
  levels,
  hasDrawn,
  coordinators,
}: Reading): OpenReading {
  return {
    readingId: row.id,
    projectId: row.projectId,
    project,
    code: row.code,
    pass: row.pass,
    version: row.version,
    isTraining,
    patient,
    showsModelResults: protocol.blinding.showsModelResults,
    state: row.state,
    regions: protocol.regions.map((region) => {
      const imageOf = (role: string) => images.find((image) => image.region === region.id && image.role === role);
      return {
        id: region.id,
        name: region.name,
        layout: region.start.layout,
        startLevel: region.start.level,
        images: region.roles.flatMap(({ id, name, use }) => {
          const image = imageOf(id);
          return image ? [{ imageId: image.id, role: id, name, use }] : [];
        }),
        levels: region.levels.map(({ id, name }) => ({
          region: region.id,
          level: id,
          name,
          slices: Object.fromEntries(
            Object.entries(levels.get(region.id)?.find(({ level }) => level === id)?.slices ?? {}).flatMap(([role, slice]) => {
              const image = imageOf(role);
              return image ? [[image.id, slice] as const] : [];
            }),
          ),
        })),
        choosesLevels: isReaders(region),
        segments: segmentsToDraw(region.drawing).map(({ name }) => name),
        drawingRules: region.drawingRules,
      };
    }),
    scoring: protocol.scoring,
    hasDrawn,
    idleAfterSeconds: protocol.idleAfterSeconds,
    forms: protocol.forms,
    gradePictures: protocol.gradePictures ?? [],
    answers: [...answers],
    questions: questions.map(({ number, text, answer }) => ({ number, text, answer })),
    ...(coordinators && { coordinators }),
  };
}
