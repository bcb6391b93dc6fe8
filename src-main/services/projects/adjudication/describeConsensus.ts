import type { OpenReading } from "#shared/api/reading.ts";
import type { Author } from "../../store/index.ts";
import type { ProjectTables } from "../projectTables.ts";
import { openReadingOf } from "../readings/openReading.ts";
import type { AdjudicationRow, AdjudicationTables } from "./adjudicationTables.ts";
import type { ConsensusContent } from "./consensusContent.ts";

interface Parts {
  readonly tables: AdjudicationTables;
  readonly projects: Pick<ProjectTables, "find" | "readerName">;
  readonly content: ConsensusContent;
}

/** What an adjudicator is shown of a consensus: a list of what is let through. Which reader A or B is, and when they read, is not on it. */
export function describeConsensus({ tables, projects, content }: Parts, by: Author, row: AdjudicationRow): OpenReading {
  const { protocol, patient, asked, images, levels, a, b, agreed, decided } = content.all(row);
  const { id, projectId, version, state } = row;
  const reading = openReadingOf({
    row: { id, projectId, code: content.codeOf(row), pass: 1, version, state },
    project: projects.find(projectId)!.name,
    // A consensus is made on levels that are chosen.
    protocol: { ...protocol, regions: protocol.regions.map((region) => ({ ...region, levelsChosenBy: "coordinator" })) },
    isTraining: false,
    patient,
    images,
    answers: new Map([...agreed, ...decided]),
    questions: [],
    hasDrawn: false,
    levels,
  });
  const outlines = content.images(row).map((image) => ({
    imageId: image.imageId,
    a: content.drawnIn(row.readingA, image) === null ? null : outlineName(image.imageId, "A"),
    b: content.drawnIn(row.readingB, image) === null ? null : outlineName(image.imageId, "B"),
  }));
  return {
    ...reading,
    // The levels are those of the two readings: none is chosen here.
    regions: reading.regions.map((region) => ({ ...region, choosesLevels: false })),
    scoring: { order: "at any time", showsOwnDrawing: true },
    consensus: {
      signers: tables
        .adjudicators(id)
        .map(({ number, readerId }) => ({ number, name: projects.readerName(readerId)!, isSelf: readerId === by.readerId })),
      scores: [...asked.scores],
      drawings: asked.drawings.map(({ region, role, reasons }) => ({
        imageId: images.find((image) => image.region === region && image.role === role)!.id,
        reasons: [...reasons],
      })),
      outlines: outlines.filter((outline) => outline.a !== null || outline.b !== null),
      a: [...a],
      b: [...b],
    },
  };
}

/** Under which name the drawing of A or B on an image is read. */
const outlineName = (imageId: string, letter: "A" | "B") => `${imageId}.${letter}`;

/** The image and the letter of such a name; undefined where it is none. */
export function readOutlineName(name: string): { readonly imageId: string; readonly letter: "A" | "B" } | undefined {
  const match = /^(.+)\.([AB])$/.exec(name);
  return match ? { imageId: match[1]!, letter: match[2] as "A" | "B" } : undefined;
}
