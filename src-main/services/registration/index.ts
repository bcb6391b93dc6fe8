export { createRegistration, type Registered, type RegisterRequest, type Registration } from "./createRegistration.ts";
export type {
  RegistrationChecks,
  RegistrationImage,
  RegistrationKind,
  RegistrationLimits,
  SliceOutcome,
  StartKept,
} from "./registrationMessages.ts";
export { registrationEngine } from "./parameterMaps.ts";
export { resampleImage, type Interpolation, type ResampleOptions } from "./resampleImage.ts";
export { serveRegistration } from "./serveRegistration.ts";
