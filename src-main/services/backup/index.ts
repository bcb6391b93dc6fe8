export { backUp, type Backup, type OnProgress } from "./backUp.ts";
export { restore } from "./restore.ts";
