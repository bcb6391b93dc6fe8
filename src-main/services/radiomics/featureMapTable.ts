import { type FeatureMap, featureMapSchema } from "#shared/domain/featureMap.ts";
import type { Store } from "../store/index.ts";

/** A map as it is kept beside its file. */
export interface FeatureMapRow {
  readonly map: FeatureMap;
  /** gzip: a byte for each voxel of the map, 1 where it belongs to the region. */
  readonly region: Uint8Array;
}

/** The table of feature maps. */
export function createFeatureMapTable({ database }: Store) {
  const insert = database.prepare("INSERT INTO feature_map (id, segmentation_id, created_at, description, region) VALUES (?, ?, ?, ?, ?)");
  const find = database.prepare<[string], string>("SELECT description FROM feature_map WHERE id = ?").pluck();
  const list = database.prepare<[string], string>("SELECT description FROM feature_map WHERE segmentation_id = ? ORDER BY created_at DESC, rowid").pluck();
  const region = database.prepare<[string], Buffer>("SELECT region FROM feature_map WHERE id = ?").pluck();
  const remove = database.prepare("DELETE FROM feature_map WHERE id = ?");
  const read = (description: string): FeatureMap => featureMapSchema.parse(JSON.parse(description));
  return {
    insert: ({ map, region: bytes }: FeatureMapRow) => void insert.run(map.id, map.segmentationId, map.createdAt, JSON.stringify(map), bytes),
    has: (id: string): boolean => find.get(id) !== undefined,
    find: (id: string): FeatureMap | undefined => {
      const description = find.get(id);
      return description === undefined ? undefined : read(description);
    },
    /** Those of the newest computation first; of one computation, in its own order. */
    list: (segmentationId: string): FeatureMap[] => list.all(segmentationId).map(read),
    region: (id: string): Uint8Array => region.get(id)!,
    remove: (id: string): void => void remove.run(id),
  };
}
