import { agreementOnFeature, comparisonsOfTable, type FeatureTable } from "../../src-shared/domain/agreement/featureAgreement.ts";
import { wholeRegion } from "../../src-shared/domain/project/featurePart.ts";
import { segmentsToDraw } from "../../src-shared/domain/project/segmentsToDraw.ts";
import type { Volume } from "../../src-shared/domain/volume.ts";
import { drawingAgreement } from "../../src-main/services/agreement/drawingAgreement.ts";
import { templateProtocol, type LockedReading } from "../../src-main/services/projects/index.ts";
import { engineOn } from "../../src-main/services/radiomics/index.ts";

/**
 * A study of the size of the myopathy study's: cases (75, or the number that is given) by 5 levels (3 of the thigh, 2 of the calf) by 2 series by 3 readings,
 * by the settings of its protocol, on synthetic volumes that are kept in memory. Extracted, and compared: features and drawings. The aim is 5 minutes on two
 * cores.
 */
const cases = Number(process.argv[2] ?? 75);
const protocol = templateProtocol("myopathy");
const [columns, rows, slices] = [256, 160, 15];
const spacingMm = [1.5, 1.5, 18] as const;
const levels: Readonly<Record<string, readonly number[]>> = { thigh: [3, 7, 11], calf: [3, 9] };
const radiusMm: Readonly<Record<string, number>> = { thigh: 62, calf: 45 };
const readers = [
  { readerNumber: 1, pass: 1 },
  { readerNumber: 2, pass: 1 },
  { readerNumber: 1, pass: 2 },
];

/** "12/thigh/t1", and a drawing on it "12/thigh/t1/2". */
const parse = (id: string) => {
  const [number, region, role, reading] = id.split("/");
  return { number: Number(number), region: region!, role: role!, reading: Number(reading) };
};
const describe = (id: string): Volume =>
  ({ id, columns, rows, slices, spacingMm, sliceThicknessMm: 6, originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] }) as never;
const grid = { size: [columns, rows, slices], spacingMm, originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as never;

function imageOf(id: string) {
  const { number, role } = parse(id);
  const voxels = new Float32Array(columns * rows * slices);
  for (let v = 0; v < voxels.length; v++) {
    const [i, j] = [v % columns, Math.floor(v / columns) % rows];
    const noise = ((Math.imul(v ^ (number * 0x5bd1), 0x27d4eb2d) >>> 8) & 0xffff) / 65_536;
    voxels[v] = 300 + 4 * (number % 40) + (role === "t1" ? 90 : 60) * Math.sin(i / (7 + (number % 5))) * Math.cos(j / 9) + 70 * noise;
  }
  return { grid, scalarType: "float32" as const, voxels };
}

/** Two limbs, whose border each reading draws a little elsewhere. */
function labelsOf(id: string): Uint8Array {
  const { number, region, reading } = parse(id);
  const labels = new Uint8Array(columns * rows * slices);
  for (const k of levels[region]!)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++) {
        const [x, y] = [(i - (i < columns / 2 ? 64 : 192)) * spacingMm[0], (j - 80) * spacingMm[1]];
        const border = radiusMm[region]! + (number % 20) + 1.5 * Math.sin(3 * Math.atan2(y, x) + reading * 2 + k);
        if (Math.hypot(x, y) < border) labels[(k * rows + j) * columns + i] = 1;
      }
  return labels;
}

const segmentation = (id: string) => ({
  id,
  volumeId: id.slice(0, id.lastIndexOf("/")),
  revision: 1,
  segments: segmentsToDraw(protocol.regions[0]!.drawing),
});
const sources = {
  volumes: { describe, describeStudy: () => undefined as never, readImage: (id: string) => Promise.resolve(imageOf(id)) },
  segmentations: {
    describe: (id: string) => segmentation(id) as never,
    readLabelMap: (id: string) => Promise.resolve({ segmentation: segmentation(id) as never, labels: labelsOf(id) }),
  },
};
const readings = readers.flatMap(({ readerNumber, pass }, reading) =>
  Array.from({ length: cases }, (_, number) => ({
    caseCode: String(number),
    readerNumber,
    pass,
    drawings: protocol.regions.flatMap(({ id: region, levels: named, roles }) =>
      roles.map(({ id: role }) => ({
        region,
        role,
        segmentationId: `${number}/${region}/${role}/${reading}`,
        drawingHash: "",
        levels: named.map(({ id }, at) => ({ level: id, slice: levels[region]![at]! })),
      })),
    ),
  })),
) as unknown as LockedReading[];

const started = { wall: performance.now(), cpu: process.cpuUsage() };
const since = () => {
  const { user, system } = process.cpuUsage(started.cpu);
  return `${((performance.now() - started.wall) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} processor seconds`;
};

const engine = engineOn(sources);
const context = { signal: new AbortController().signal, cancelFlag: new SharedArrayBuffer(4), progress: () => undefined };
let extractions = 0;
const tables: FeatureTable[] = [];
for (const region of protocol.regions)
  for (const role of region.roles) {
    let names: readonly string[] = [];
    const rowsOfTable: FeatureTable["rows"][number][] = [];
    for (const { caseCode, readerNumber, pass, drawings } of readings) {
      const { segmentationId } = drawings.find((drawing) => drawing.region === region.id && drawing.role === role.id)!;
      const request = { segmentationId, revision: 1, segments: null, slices: levels[region.id]!, settings: role.extraction! };
      const { features } = await engine.region(request, context);
      names = features.map(({ name }) => name);
      rowsOfTable.push({ caseCode, readerNumber, pass, values: features.map(({ value }) => value) });
      extractions += 1;
    }
    tables.push({ region: region.id, role: role.id, part: wholeRegion, names, rows: rowsOfTable });
  }
console.log(`extracted: ${extractions} drawings of ${cases} cases, ${tables[0]!.names.length} features each, in ${since()}`);
let iccs = 0;
for (const table of tables) {
  const comparisons = comparisonsOfTable(table);
  for (let at = 0; at < table.names.length; at++) iccs += agreementOnFeature(table, at, comparisons, protocol.agreement).comparisons.length;
}
console.log(`features compared: ${iccs} comparisons, after ${since()}`);
const { overlaps } = await drawingAgreement(sources, { protocol, readings, notes: [] });
console.log(`drawings compared: ${overlaps.length} pairs, after ${since()}; allowed for 75 cases: 300 s on two cores`);
