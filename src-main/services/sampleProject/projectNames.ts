import type { ProjectParameters } from "./projectParameters.ts";

/** The name of the sample project of a seed. */
export const sampleProjectName = (parameters: ProjectParameters, seed: number): string => `${parameters.name}${suffix(parameters, seed)}`;

/** The names of its made-up people: the coordinator, reader 1, reader 2. */
export const sampleReaderNames = (parameters: ProjectParameters, seed: number): string[] =>
  [parameters.coordinator, ...parameters.readers.map(({ name }) => name)].map((name) => `${name}${suffix(parameters, seed)}`);

function suffix({ seed: usual }: ProjectParameters, seed: number): string {
  return seed === usual ? "" : ` ${seed}`;
}
