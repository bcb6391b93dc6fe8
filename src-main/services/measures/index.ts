export { createMeasures, type Measures } from "./createMeasures.ts";
