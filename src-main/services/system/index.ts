export { isProcessAlive } from "./isProcessAlive.ts";
export { systemErrorWords } from "./systemErrorWords.ts";
export { replaceWhole, writeWhole } from "./writeWhole.ts";
