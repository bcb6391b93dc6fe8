import { agreementOn, agreementTasks } from "../services/agreement/index.ts";
import { serveEngine } from "../services/engine/index.ts";
import { fatTasks } from "../services/fat/index.ts";
import { inferenceHere } from "../services/models/index.ts";
import { engineOn, radiomicsTasks } from "../services/radiomics/index.ts";
import { createLockedReadings, createProjects, projectTasks } from "../services/projects/index.ts";
import { createOutcomeTables, createRecompute, drawingBy, imagesOf, partsHere, recipeTasks } from "../services/recipes/index.ts";
import { createSegmentations } from "../services/segmentation/index.ts";
import { openForReading } from "../services/store/index.ts";
import { createVolumes } from "../services/volumes/index.ts";

serveEngine(({ dataFolder }: { dataFolder: string }) => {
  const store = openForReading(dataFolder);
  // The pool ends a process that outgrows its share of the memory: what is kept for the next measurement must not count.
  const volumes = createVolumes({ store, keepsImages: false, recompute: (volumeId) => recompute(volumeId) });
  const sources = { volumes, segmentations: createSegmentations({ store, volumes }) };
  const images = imagesOf(sources);
  const workers = { ...partsHere(images), ...drawingBy(inferenceHere(), images) };
  const recompute = createRecompute(store, createOutcomeTables(store), workers);
  const locked = createLockedReadings(store);
  return {
    ...radiomicsTasks(engineOn(sources)),
    ...fatTasks(sources),
    ...projectTasks(store, locked),
    ...recipeTasks(images),
    ...agreementTasks(agreementOn({ store, locked, projects: createProjects(store), ...sources })),
  };
});
