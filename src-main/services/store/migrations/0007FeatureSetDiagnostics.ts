import type { Migration } from "./migration.ts";

/** PyRadiomics' diagnostics of image and mask beside the features that were measured of them. */
export const migration0007FeatureSetDiagnostics: Migration = {
  number: 7,
  name: "diagnostics of feature sets",
  up: (database) => {
    // JSON: names of columns to values; empty for sets of earlier versions.
    database.exec("ALTER TABLE feature_set ADD COLUMN diagnostics TEXT NOT NULL DEFAULT '{}'");
  },
};
