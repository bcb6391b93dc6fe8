import type { OpenReading } from "#shared/api/reading.ts";
import type { MissingDrawing } from "#shared/domain/project/segmentsToDraw.ts";

/** A reading of the thigh with two levels, drawn on T1 and copied to water-only. */
export function openReading(part: Partial<OpenReading> = {}): OpenReading {
  return {
    readingId: "r1",
    projectId: "p1",
    project: "Myopathy",
    code: "K7PQ2M",
    pass: 1,
    version: 1,
    isTraining: false,
    patient: {},
    showsModelResults: false,
    state: "open",
    regions: [
      {
        id: "thigh",
        name: "thigh",
        layout: "1x2",
        startLevel: null,
        images: [
          { imageId: "i1", role: "t1", name: "T1-weighted", use: "drawn on" },
          { imageId: "i2", role: "water", name: "water-only", use: "copied to" },
        ],
        levels: [
          { region: "thigh", level: "proximal", name: "proximal", slices: { i1: 4, i2: 5 } },
          { region: "thigh", level: "distal", name: "distal", slices: { i1: 8, i2: 9 } },
        ],
        choosesLevels: false,
        segments: ["sartorius right", "sartorius left"],
        drawingRules: [],
      },
    ],
    scoring: { order: "at any time", showsOwnDrawing: true },
    hasDrawn: false,
    idleAfterSeconds: 60,
    forms: [],
    gradePictures: [],
    answers: [],
    questions: [],
    ...part,
  };
}

/** A drawing that is missing in it. */
export function missing(segment: string, level: string | null, role: string, region = "thigh"): MissingDrawing {
  return { region, role, level, segment, words: [segment, region, ...(level === null ? [] : [level]), role].join(", ") };
}
