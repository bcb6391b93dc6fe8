import type { Protocol } from "#shared/domain/project/protocol.ts";
import {
  createAdjudications,
  createAdjudicationWatch,
  createReadings,
  createReadingWatch,
  joinWatches,
  templateProtocol,
  type Projects,
} from "../../../../../src-main/services/projects/index.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { createSegmentations } from "../../../../../src-main/services/segmentation/index.ts";
import type { Author } from "../../../../../src-main/services/store/index.ts";
import { createVolumes } from "../../../../../src-main/services/volumes/index.ts";
import { setCheapPassphrase } from "../../readers/signingReader.ts";
import { openLimbs } from "../limbStudies.ts";

/** The myopathy study without levels, so that any slice may be drawn. */
export function studyProtocol(over: Partial<Protocol> = {}): Protocol {
  const protocol = templateProtocol("myopathy");
  return {
    ...protocol,
    regions: protocol.regions.map((region) => ({ ...region, levels: [], start: { ...region.start, level: null } })),
    forms: protocol.forms.filter(({ id }) => id === "mercuri-modified"),
    ...over,
  };
}

/** Looks at every series that has a role. */
export function lookAtAll(projects: Projects, coordinator: Author, projectId: string): void {
  for (const { code, roles } of projects.cases(coordinator, projectId))
    for (const { region, role } of roles) projects.lookAt(coordinator, projectId, { code, region, role });
}

/**
 * Two cases of the myopathy study, read by two readers; reader 1 reads twice. X1 may be one for training. `slices` is which slices a series has, every 5 mm;
 * `altered` what becomes of the bytes of each file.
 */
export async function openStudy(
  over: Partial<Protocol> = {},
  {
    trainsOnX1 = false,
    slices,
    altered,
  }: { readonly trainsOnX1?: boolean; readonly slices?: readonly number[]; readonly altered?: (bytes: Buffer) => Buffer } = {},
) {
  const limbs = await openLimbs(undefined, slices, altered);
  for (const { readerId } of [limbs.coordinator, limbs.reader1, limbs.reader2])
    setCheapPassphrase(limbs.store, readerId, "right passphrase");
  const { store, projects, coordinator, reader1, reader2 } = limbs;
  const volumes = createVolumes({ store });
  const segmentations = createSegmentations({
    store,
    volumes,
    watch: joinWatches(createReadingWatch(store), createAdjudicationWatch(store)),
  });
  const { keys } = createReaders(store);
  const readings = createReadings({ store, segmentations, keys });
  const adjudications = createAdjudications({ store, segmentations, keys });
  const id = projects.create(coordinator, { name: "Muscles", protocol: studyProtocol(over) });
  projects.setMembers(coordinator, id, "reader", [reader1.readerId, reader2.readerId]);
  projects.addCases(
    coordinator,
    id,
    [
      { where: "1", studyInstanceUids: ["2.25.101", "2.25.102"], code: "X1", group: "LGMD", isTraining: trainsOnX1 },
      { where: "2", studyInstanceUids: ["2.25.201", "2.25.202"], code: "X2", group: "healthy" },
    ],
    "cases",
  );
  projects.confirmRoles(coordinator, id);
  lookAtAll(projects, coordinator, id);
  /** Draws every segment of an open reading on every image, from voxel `first` on, then copies it to the other series. */
  const drawAll = async (by: Author, readingId: string, first = 0) => {
    const images = readings.images(by, readingId);
    for (const { segmentationId, volumeId, region } of images.filter(({ role }) => role.use === "drawn on")) {
      const { columns, rows } = volumes.describe(volumeId);
      const { revision } = segmentations.describe(segmentationId!);
      const labels = new Uint8Array(columns * rows).fill(1, first, first + 5);
      segmentations.applyStroke(by, segmentationId!, revision, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
      const target = images.find((image) => image.region.id === region.id && image.role.use === "copied to")!;
      await segmentations.copyTo(by, segmentationId!, target.volumeId);
    }
  };
  /** Answers 3, or another grade, in every field of the form. */
  const answerAll = (by: Author, readingId: string, value = "3") => {
    for (const key of fields()) readings.answer(by, readingId, key, { type: "grade", value });
  };
  const fields = () =>
    studyProtocol(over).forms.flatMap((form) =>
      form.muscles.flatMap(({ code }) => form.sides.map((side) => `${form.id}/${form.items[0]!.id}/${code}/${side}`)),
    );
  return { ...limbs, id, volumes, segmentations, readings, adjudications, drawAll, answerAll, fields };
}
export type RunningStudy = Awaited<ReturnType<typeof openStudy>>;
