import { join } from "node:path";
import { projectRoot } from "../store/index.ts";

/** The sample studies as `npm run build` drew them: a ZIP of DICOM files. A real file, not inside an installed program's archive: threads read it. */
export const sampleStudiesFile: string = join(
  projectRoot.replace(/app\.asar$/, "app.asar.unpacked"),
  "dist",
  "sample",
  "sample-studies.zip",
);
