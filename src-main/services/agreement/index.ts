export { agreementInPool, agreementOn, agreementTasks, type AgreementEngine } from "./agreementEngine.ts";
export type { AgreementResults } from "./agreementResults.ts";
export { createAgreement, type Agreement } from "./createAgreement.ts";
export type { ReadingsExtracted } from "./extractReadings.ts";
