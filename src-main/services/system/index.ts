export { isProcessAlive } from "./isProcessAlive.ts";
export { systemErrorWords } from "./systemErrorWords.ts";
export { writeWhole } from "./writeWhole.ts";
