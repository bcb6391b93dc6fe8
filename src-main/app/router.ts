import { adjudicationProcedures } from "./procedures/adjudication.ts";
import { agreementProcedures } from "./procedures/agreement.ts";
import { fatProcedures } from "./procedures/fat.ts";
import { featureMapProcedures } from "./procedures/featureMap.ts";
import { featureSetProcedures } from "./procedures/featureSet.ts";
import { hostProcedures } from "./procedures/host.ts";
import { importProcedures } from "./procedures/import.ts";
import { jobProcedures } from "./procedures/job.ts";
import { measureProcedures } from "./procedures/measure.ts";
import { modelProcedures } from "./procedures/model.ts";
import { networkProcedures } from "./procedures/network.ts";
import { packetProcedures } from "./procedures/packet.ts";
import { predictionProcedures } from "./procedures/prediction.ts";
import { projectProcedures } from "./procedures/project.ts";
import { readerProcedures } from "./procedures/reader.ts";
import { readingProcedures } from "./procedures/reading.ts";
import { recipeProcedures } from "./procedures/recipe.ts";
import { sampleProcedures } from "./procedures/sample.ts";
import { segmentationProcedures } from "./procedures/segmentation.ts";
import { settingProcedures } from "./procedures/setting.ts";
import { studyProcedures } from "./procedures/study.ts";
import { volumeProcedures } from "./procedures/volume.ts";
import { worklistProcedures } from "./procedures/worklist.ts";
import { router } from "./trpc.ts";

/** Every procedure of the door: `noun.verb`. */
export const appRouter = router({
  adjudication: adjudicationProcedures,
  agreement: agreementProcedures,
  fat: fatProcedures,
  featureMap: featureMapProcedures,
  featureSet: featureSetProcedures,
  host: hostProcedures,
  import: importProcedures,
  job: jobProcedures,
  measure: measureProcedures,
  model: modelProcedures,
  network: networkProcedures,
  packet: packetProcedures,
  prediction: predictionProcedures,
  project: projectProcedures,
  reader: readerProcedures,
  reading: readingProcedures,
  recipe: recipeProcedures,
  sample: sampleProcedures,
  segmentation: segmentationProcedures,
  setting: settingProcedures,
  study: studyProcedures,
  volume: volumeProcedures,
  worklist: worklistProcedures,
});

export type AppRouter = typeof appRouter;
