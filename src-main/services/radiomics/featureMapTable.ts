import { type FeatureMap, featureMapSchema } from "#shared/domain/featureMap.ts";
import { pinComputed, unpinVolumes, type Store, type Write } from "../store/index.ts";

/** A map that is not kept yet: when it is, it has a time. */
export type ComputedMap = Omit<FeatureMap, "createdAt">;

/** A map as it is kept beside its file. */
export interface FeatureMapRow {
  readonly map: ComputedMap;
  /** gzip: a byte for each voxel of the map, 1 where it belongs to the region. */
  readonly region: Uint8Array;
  /** sha256, hex, of its file. */
  readonly contentHash: string;
  /** The volume of its segmentation: a map needs this one as well as the one that was mapped. */
  readonly drawnOn: string;
}

/** The table of feature maps. */
export function createFeatureMapTable({ database }: Store) {
  const insert = database.prepare(
    "INSERT INTO feature_map (id, segmentation_id, created_at, description, region, content_hash) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const find = database.prepare<[string], string>("SELECT description FROM feature_map WHERE id = ?").pluck();
  const list = database
    .prepare<[string], string>("SELECT description FROM feature_map WHERE segmentation_id = ? ORDER BY created_at DESC, rowid")
    .pluck();
  const region = database.prepare<[string], Buffer>("SELECT region FROM feature_map WHERE id = ?").pluck();
  const contentHash = database.prepare<[string], string | null>("SELECT content_hash FROM feature_map WHERE id = ?").pluck();
  const ids = database.prepare<[], string>("SELECT id FROM feature_map ORDER BY created_at, rowid").pluck();
  const remove = database.prepare("DELETE FROM feature_map WHERE id = ?");
  const read = (description: string): FeatureMap => featureMapSchema.parse(JSON.parse(description));
  return {
    /** Throws PlainError where a volume that it needs was removed meanwhile. */
    insert: (write: Write, { map: computed, region: bytes, contentHash: hash, drawnOn }: FeatureMapRow): void => {
      const map: FeatureMap = { ...computed, createdAt: write.at };
      pinComputed(write, { kind: "feature map", id: map.id }, [map.volumeId, drawnOn]);
      insert.run(map.id, map.segmentationId, map.createdAt, JSON.stringify(map), bytes, hash);
    },
    has: (id: string): boolean => find.get(id) !== undefined,
    find: (id: string): FeatureMap | undefined => {
      const description = find.get(id);
      return description === undefined ? undefined : read(description);
    },
    /** Those of the newest computation first; of one computation, in its own order. */
    list: (segmentationId: string): FeatureMap[] => list.all(segmentationId).map(read),
    region: (id: string): Uint8Array => region.get(id)!,
    /** Null for maps of earlier versions. */
    contentHash: (id: string): string | null => contentHash.get(id) ?? null,
    ids: (): string[] => ids.all(),
    remove: (write: Write, id: string): void => {
      remove.run(id);
      unpinVolumes(write, { kind: "feature map", id });
    },
  };
}
