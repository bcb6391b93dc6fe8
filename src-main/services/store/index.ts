export { openStore, type Store } from "./openStore.ts";
export { migrate } from "./migrate.ts";
export type { Migration } from "./migrations/migration.ts";
export { projectRoot } from "./projectRoot.ts";
export { readSetting, writeSetting } from "./setting.ts";
