export { checkDatabase } from "./checkDatabase.ts";
export { setAside } from "./setAside.ts";
export { systemAuthor, type Author, type Write } from "./author.ts";
export { openForReading } from "./openForReading.ts";
export { openStore, type Store } from "./openStore.ts";
export { migrate } from "./migrate.ts";
export type { Migration } from "./migrations/migration.ts";
export { projectRoot } from "./projectRoot.ts";
export { removeUnfinished } from "./removeUnfinished.ts";
export { snapshotDatabase } from "./snapshotDatabase.ts";
export { readSetting, writeSetting } from "./setting.ts";
export {
  isPinned,
  isPinnedBy,
  pinKinds,
  pinComputed,
  pinVolumes,
  pinVolumesOf,
  unpinVolumes,
  type Pin,
  type PinKind,
} from "./volumePins.ts";
