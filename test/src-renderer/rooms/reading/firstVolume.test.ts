import { describe, expect, it } from "vitest";
import type { Series } from "#shared/api/study.ts";
import { firstVolume } from "../../../../src-renderer/rooms/reading/firstVolume.ts";
import { volumeOf } from "../../volumeOf.ts";

const shown = (
  description: string,
  {
    modality = "MR",
    slices = 20,
    ...volume
  }: { modality?: string; slices?: number; samplesPerPixel?: 1 | 3; hasPatientGeometry?: boolean } = {},
) => ({
  series: {
    seriesInstanceUid: description,
    seriesNumber: 1,
    modality,
    description,
    bodyPart: "",
    protocolName: "",
    manufacturer: "",
    instances: slices,
    acquisition: [],
    volumes: [],
  } satisfies Series,
  volume: { ...volumeOf(), slices, ...volume },
});

/** Names as scanners and their users give them (Siemens, GE, Philips), the one to read marked by its place. */
const studies: ReadonlyArray<readonly [wanted: string, ...others: ReadonlyArray<ReturnType<typeof shown>>]> = [
  ["t1_tse_tra", shown("localizer"), shown("t1_tse_tra"), shown("t2_stir_tra")],
  ["Ax T1", shown("3-plane Loc", { slices: 9 }), shown("Ax T1")],
  ["T1W TSE", shown("Survey"), shown("SURVEY_BFFE"), shown("T1W TSE")],
  ["Thigh routine", shown("Topogram", { modality: "CT", slices: 1 }), shown("Thigh routine", { modality: "CT" })],
  [
    "DIXON W",
    shown("Screen Save", { modality: "OT", samplesPerPixel: 3, hasPatientGeometry: false, slices: 1 }),
    shown("Phoenix Report", { modality: "SR" }),
    shown("DIXON W"),
  ],
  ["FLAIR", shown("Scout"), shown("MIP", { slices: 1 }), shown("FLAIR")],
];

describe("the volume that a study opens on", () => {
  it.each(studies.map(([wanted, ...volumes]) => ({ wanted, volumes })))("$wanted", ({ wanted, volumes }) =>
    expect(firstVolume(volumes)?.series.description).toBe(wanted),
  );
  it("is not taken for a scout because of letters inside a word", () => {
    expect(firstVolume([shown("velocity map"), shown("T2")])?.series.description).toBe("velocity map");
  });
  it("is a scout where there is nothing else, and none where there is none", () => {
    expect(firstVolume([shown("Scout")])?.series.description).toBe("Scout");
    expect(firstVolume([])).toBeUndefined();
  });
});
