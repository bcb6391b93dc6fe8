export { createCaseReader, measureCase, type CaseFiles } from "./extractCase.ts";
export { type CaseTask, type ExtractedRows, type RowSetup } from "./extractRows.ts";
export { caseTasks } from "./caseTasks.ts";
export { casesAhead, extractInPool } from "./extractInPool.ts";
