import { formCells, type FormCell } from "#shared/domain/project/formCells.ts";
import type { Answer } from "#shared/domain/project/answer.ts";
import type { OpenReading } from "#shared/api/reading.ts";
import { createRandom, type LimbRegion, type MercuriGrade } from "../sample/index.ts";
import type { ReadingImage } from "../projects/index.ts";
import type { Author } from "../store/index.ts";
import { jitteredBorder } from "./jitteredBorder.ts";
import type { SimulatedReader } from "./projectParameters.ts";
import type { ToRead } from "./readProject.ts";
import type { SampleCase } from "./sampleCases.ts";
import { simulatedScore } from "./simulatedScores.ts";
import type { StagedStudy } from "./stagedStudy.ts";

const secondMs = 1000;
/** What stands in the signatures of the made-up readers. */
const meaning = "Simulated reading of the sample project";

/** A reader's next reading, as it goes on. */
interface Work {
  readonly by: Author;
  readonly reading: OpenReading;
  readonly reader: SimulatedReader;
  readonly readerNumber: number;
  readonly one: SampleCase;
  /** What the random numbers of this reading belong to. */
  readonly purpose: string;
}

/** Has a simulated reader open the next reading, draw, copy, revise, answer all, and submit it. */
export async function simulateReading(study: StagedStudy, by: Author, toRead: ToRead): Promise<void> {
  const { readings, volumes, people } = study;
  const { next, whyNone } = readings.own(by)[0]!;
  if (!next) throw new RangeError(`a simulated reader has nothing to read: ${whyNone}`);
  const reading = readings.open(by, next.readingId);
  const openedAt = Date.parse(toRead.clock.now());
  const images = readings.images(by, reading.readingId);
  const one = toRead.cases.get(volumes.describe(images[0]!.volumeId).studyInstanceUid)!;
  const readerNumber = people.readers.indexOf(by) + 1;
  const reader = toRead.parameters.readers[readerNumber - 1]!;
  const work: Work = { by, reading, reader, readerNumber, one, purpose: `${one.key}/reader ${readerNumber}/pass ${reading.pass}` };
  for (const image of images) if (image.role.use === "drawn on") await drawRegion(study, toRead, work, image, images);
  answerAll(study, toRead, work);
  toRead.clock.pass(5 * secondMs);
  readings.addActive(by, reading.readingId, Date.parse(toRead.clock.now()) - openedAt);
  // Nobody has a passphrase here: see createPassingKeys.
  await readings.submit(by, reading.readingId, { passphrase: "", meaning });
}

/** Draws the levels of a region on the one series, copies them to the other, and revises them there. */
async function drawRegion(
  { segmentations, volumes }: StagedStudy,
  { parameters, seed, truth, clock }: ToRead,
  { by, reading, reader, one, purpose }: Work,
  image: ReadingImage,
  images: readonly ReadingImage[],
): Promise<void> {
  const region = image.region.id as LimbRegion;
  const { columns, rows } = volumes.describe(image.volumeId);
  const size = { columns, rows, spacingMm: parameters.spacingMm };
  const { levels } = reading.regions.find(({ id }) => id === region)!;
  const random = createRandom(seed, `${purpose}/${region}/times`);
  const drawn = levels.map(({ level, slices }) => {
    const sliceIndex = slices[image.imageId]!;
    const border = jitteredBorder(
      truth.get(one.studyInstanceUid)![region][sliceIndex]!,
      size,
      reader.border,
      seed,
      `${purpose}/${region}/${level}`,
    );
    return { level, slices, sliceIndex, border };
  });
  let revision = 0;
  for (const { sliceIndex, border } of drawn) {
    clock.pass(random.between(60, 150) * secondMs);
    const stroke = { tool: "polygon", slices: [{ sliceIndex, labels: border }] };
    ({ revision } = segmentations.applyStroke(by, image.segmentationId!, revision, stroke));
  }
  for (const target of images.filter((other) => other.region.id === region && other.role.use === "copied to")) {
    clock.pass(random.between(3, 8) * secondMs);
    let copy = await segmentations.copyTo(by, image.segmentationId!, target.volumeId);
    for (const { level, slices, border } of drawn) {
      clock.pass(random.between(15, 50) * secondMs);
      const labels = jitteredBorder(border, size, reader.revision, seed, `${purpose}/${region}/${level}/revised`);
      const stroke = { tool: "brush", slices: [{ sliceIndex: slices[target.imageId]!, labels }] };
      copy = { ...copy, ...segmentations.applyStroke(by, copy.id, copy.revision, stroke) };
    }
  }
}

/** Fills every field that is asked for. */
function answerAll({ readings }: StagedStudy, { parameters, seed, clock }: ToRead, work: Work): void {
  const { by, reading, reader, readerNumber, one, purpose } = work;
  const random = createRandom(seed, `${purpose}/answers`);
  const regions = reading.regions.map(({ id, name, levels, images }) => ({
    id,
    name,
    levels: levels.flatMap(({ level, name: levelName }) => (level === null ? [] : [{ id: level, name: levelName }])),
    roles: images.map(({ role, name: roleName }) => ({ id: role, name: roleName })),
  }));
  const score = ({ muscle, side }: FormCell): MercuriGrade =>
    simulatedScore(
      { confusion: reader.confusion, repeats: parameters.repeats },
      {
        seed,
        readerNumber,
        pass: reading.pass,
        caseKey: one.key,
        muscle: `${muscle}/${side}`,
        truth: one.grades[muscle!]![side!],
      },
    );
  for (const form of reading.forms)
    for (const cell of formCells(form, regions).filter(({ item }) => item.isRequired)) {
      clock.pass(random.between(2, 7) * secondMs);
      // What is no muscle's grade is the quality of an image: good, or nearly so.
      const value = cell.muscle === undefined ? (random.uniform() < 0.8 ? "3" : "2") : String(score(cell));
      readings.answer(by, reading.readingId, cell.key, { type: "grade", value } satisfies Answer);
    }
}
