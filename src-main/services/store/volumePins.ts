import { PlainError } from "#shared/domain/plainError.ts";
import type { Store } from "./openStore.ts";
import type { Write } from "./author.ts";

/** What may need a volume. */
export const pinKinds = [
  "segmentation",
  "feature set",
  "feature map",
  "prediction",
  "derived volume",
  "case role",
  "reading image",
  "measure",
] as const;
export type PinKind = (typeof pinKinds)[number];

/** Who needs a volume: the row of a kind, by its id. */
export interface Pin {
  readonly kind: PinKind;
  readonly id: string;
}

function goneWords(): PlainError {
  return new PlainError(
    "The images that this was made of are not in the data folder any more: their study was deleted meanwhile, or their series is divided " +
      "otherwise now. It was not kept.",
  );
}

/** Says, in the write that keeps a row, that it needs these volumes: they stay for as long as it is there. */
export function pinVolumes({ database }: Pick<Write, "database">, { kind, id }: Pin, volumeIds: Iterable<string>): void {
  const insert = database.prepare("INSERT OR IGNORE INTO volume_pin (volume_id, by_kind, by_id) VALUES (?, ?, ?)");
  for (const volumeId of new Set(volumeIds)) insert.run(volumeId, kind, id);
}

/**
 * The same for a row that took time to compute. Throws PlainError, so that the row is not kept, where one of the volumes was removed
 * meanwhile.
 */
export function pinComputed({ database }: Pick<Write, "database">, pin: Pin, volumeIds: readonly string[]): void {
  const isThere = database.prepare<[string], number>("SELECT 1 FROM volume WHERE id = ?").pluck();
  if (volumeIds.some((volumeId) => isThere.get(volumeId) === undefined)) throw goneWords();
  pinVolumes({ database }, pin, volumeIds);
}

/**
 * The same for a row that is made from another: it needs every volume that that one needs. Throws PlainError where that one was removed:
 * it went with its study.
 */
export function pinVolumesOf({ database }: Pick<Write, "database">, { kind, id }: Pin, source: Pin): void {
  const isThere = database.prepare("SELECT 1 FROM volume_pin WHERE by_kind = ? AND by_id = ? LIMIT 1").get(source.kind, source.id);
  if (isThere === undefined) throw goneWords();
  database
    .prepare("INSERT OR IGNORE INTO volume_pin SELECT volume_id, ?, ? FROM volume_pin WHERE by_kind = ? AND by_id = ?")
    .run(kind, id, source.kind, source.id);
}

/** Says, in the write that removes a row, that it needs no volume any more. */
export function unpinVolumes({ database }: Pick<Write, "database">, { kind, id }: Pin): void {
  database.prepare("DELETE FROM volume_pin WHERE by_kind = ? AND by_id = ?").run(kind, id);
}

/** Whether a row says that it needs a volume. */
export function isPinnedBy({ database }: Pick<Store, "database">, { kind, id }: Pin, volumeId: string): boolean {
  return (
    database.prepare("SELECT 1 FROM volume_pin WHERE volume_id = ? AND by_kind = ? AND by_id = ?").get(volumeId, kind, id) !== undefined
  );
}

/** Whether anything needs a volume: the only question to be asked before it is removed. */
export function isPinned({ database }: Pick<Store, "database">, volumeId: string): boolean {
  return database.prepare("SELECT 1 FROM volume_pin WHERE volume_id = ? LIMIT 1").get(volumeId) !== undefined;
}
