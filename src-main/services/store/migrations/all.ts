import { migration0001Dicom } from "./0001Dicom.ts";
import { migration0003Segmentation } from "./0003Segmentation.ts";
import { migration0004FeatureSet } from "./0004FeatureSet.ts";
import { migration0005Model } from "./0005Model.ts";
import type { Migration } from "./migration.ts";

/** Every migration, in order. A new one is a new file and a new line; a released one never changes. */
export const allMigrations: readonly Migration[] = [migration0001Dicom, migration0003Segmentation, migration0004FeatureSet, migration0005Model];
