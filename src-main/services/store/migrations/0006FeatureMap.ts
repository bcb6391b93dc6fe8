import type { Migration } from "./migration.ts";

/** Feature maps: what they are and where they came from. Their voxels are files of the folder maps/. */
export const migration0006FeatureMap: Migration = {
  number: 6,
  name: "feature maps",
  up: (database) => {
    database.exec(`
      CREATE TABLE feature_map (
        id TEXT PRIMARY KEY,
        segmentation_id TEXT NOT NULL,       -- no reference: a map outlives the drawing it came from
        created_at TEXT NOT NULL,
        description TEXT NOT NULL,           -- JSON: FeatureMap of src-shared/domain
        region BLOB NOT NULL                 -- gzip: a byte for each voxel of the map, 1 where it belongs to the region
      ) STRICT;
      CREATE INDEX feature_map_segmentation ON feature_map(segmentation_id);
    `);
  },
};
