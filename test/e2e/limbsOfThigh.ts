import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import dicomParser, { type DataSet } from "dicom-parser";
import { sampleParameters, sampleUnit, type SampleSeries } from "../../src-main/services/sample/index.ts";
import { makeUnitPainter } from "../../src-main/services/sample/drawUnit.ts";
import { dicomFile, type MadeUpLattice } from "../dicomFiles.ts";

/** What the synthetic series beside the real one are called, by their units and channels. */
export const synthetic = [
  { unit: "thigh", channel: 1, description: "T2 Dixon water thigh (synthetic)" },
  { unit: "calf", channel: 0, description: "T1 TSE axial calf (synthetic)" },
  { unit: "calf", channel: 1, description: "T2 Dixon water calf (synthetic)" },
] as const;
/** Every so many slices of the real series have one of the water-only images, from the third on. */
const everyNth = 6;
const calfStudy = "2.25.7700";

/** What the headers of a real series hold that must not be seen in a reading, and whose it is. */
export interface RealHeaders {
  readonly patientId: string;
  readonly patientName: string;
  readonly description: string;
  readonly slices: number;
  /** Names, ids, UIDs, dates, descriptions, each as it stands in a file, and dates also as people write them. */
  readonly marks: readonly string[];
}

/**
 * Writes what is missing beside a real T1-weighted series of a thigh: water-only images of the thigh in its frame of reference and study, on every sixth of its
 * slices, and a study of the calf of the same patient. They show the sample generator's limbs. Answers what the headers of the real series hold.
 */
export function writeLimbsOf(real: string, folder: string): RealHeaders {
  mkdirSync(folder, { recursive: true });
  const sets = readdirSync(real).map((name) => dicomParser.parseDicom(readFileSync(join(real, name)), { untilTag: "x7fe00010" }));
  const text = (set: DataSet, tag: string) => set.string(tag)?.trim() ?? "";
  const numbers = (set: DataSet, tag: string) => text(set, tag).split("\\").map(Number);
  const first = sets[0]!;
  const positions = sets.map((set) => numbers(set, "x00200032")).toSorted((a, b) => a[2]! - b[2]!);
  const [patientId, patientName] = [text(first, "x00100020"), text(first, "x00100010")];
  const lattice = {
    columns: first.uint16("x00280011")!,
    rows: first.uint16("x00280010")!,
    pixelSpacingMm: numbers(first, "x00280030")[0]!,
    frameOfReferenceUid: text(first, "x00200052"),
  };
  const own = { patientId, patientName, studyDate: text(first, "x00080020"), size: 0 };
  const write = (unit: string, channel: number, of: { study: string; description: string; lattices: readonly MadeUpLattice[] }) => {
    const draw = makeUnitPainter(unit, sampleParameters().seed);
    const number = synthetic.findIndex(({ description }) => description === of.description) + 20;
    for (const [slice, where] of of.lattices.entries()) {
      const { images } = draw(slice + 1);
      const image = images.find(({ series }: { series: SampleSeries }) => series.channel === channel)!;
      const bytes = dicomFile({
        ...own,
        studyInstanceUid: of.study,
        seriesInstanceUid: `2.25.77${number}`,
        sopInstanceUid: `2.25.77${number}.${slice + 1}`,
        seriesNumber: number,
        seriesDescription: of.description,
        slice,
        pixels: rightLeg(image.pixels, unit, where),
        lattice: where,
      });
      writeFileSync(join(folder, `${number}-${slice}.dcm`), bytes);
    }
  };
  const thigh = positions.filter((_, at) => at % everyNth === 2).map((positionMm) => ({ ...lattice, positionMm: positionMm as never }));
  const calf = Array.from({ length: 5 }, (_, at): MadeUpLattice => ({
    columns: 160,
    rows: 160,
    pixelSpacingMm: sampleUnit("calf").spacingMm[0],
    positionMm: [0, 0, at * 18],
    frameOfReferenceUid: `${calfStudy}.9`,
  }));
  for (const { unit, channel, description } of synthetic)
    write(unit, channel, {
      study: unit === "thigh" ? text(first, "x0020000d") : calfStudy,
      description,
      lattices: unit === "thigh" ? thigh : calf,
    });
  const tags = [
    "x00100010",
    "x00100020",
    "x0020000d",
    "x0020000e",
    "x00200052",
    "x00080018",
    "x0008103e",
    "x00081030",
    "x00080050",
    "x00200010",
  ];
  const dates = [...new Set(sets.flatMap((set) => ["x00080020", "x00080021", "x00080022", "x00080023"].map((tag) => text(set, tag))))];
  const marks = [
    ...new Set(sets.flatMap((set) => tags.map((tag) => text(set, tag)))),
    ...dates.flatMap((date) => [date, date.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")]),
  ];
  return {
    patientId,
    patientName,
    description: text(first, "x0008103e"),
    slices: sets.length,
    marks: marks.filter((mark) => mark.length > 3),
  };
}

/** The right leg of a slice of the sample's limbs, in the middle of an image of this size. */
function rightLeg(pixels: Uint16Array, unit: string, { columns, rows }: MadeUpLattice): Buffer {
  const [width, height] = sampleUnit(unit).size;
  const [left, top] = [Math.round((width / 2 - columns) / 2), Math.round((height - rows) / 2)];
  const cut = Buffer.alloc(columns * rows * 2);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [x, y] = [column + left, row + top];
      // Beyond the leg there is air: the other leg is not drawn.
      if (x >= 0 && x < width / 2 && y >= 0 && y < height) cut.writeUInt16LE(pixels[y * width + x]!, (row * columns + column) * 2);
    }
  return cut;
}
