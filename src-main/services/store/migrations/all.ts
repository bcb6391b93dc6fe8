import { migration0001Dicom } from "./0001Dicom.ts";
import { migration0002Segmentation } from "./0002Segmentation.ts";
import { migration0003FeatureSet } from "./0003FeatureSet.ts";
import { migration0004Model } from "./0004Model.ts";
import { migration0005ExtractionSettings } from "./0005ExtractionSettings.ts";
import { migration0006FeatureMap } from "./0006FeatureMap.ts";
import { migration0007FeatureSetDiagnostics } from "./0007FeatureSetDiagnostics.ts";
import type { Migration } from "./migration.ts";

/** Every migration, numbered from 1 without a gap: a number that is filled later would never reach a database beyond it. A new one is a new file and a new line; a released one never changes. */
export const allMigrations: readonly Migration[] = [
  migration0001Dicom, migration0002Segmentation, migration0003FeatureSet, migration0004Model, migration0005ExtractionSettings, migration0006FeatureMap,
  migration0007FeatureSetDiagnostics,
];
