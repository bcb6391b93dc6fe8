export { type Worklist, createWorklist } from "./createWorklist.ts";
