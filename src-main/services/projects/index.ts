export type { AddedCases, CaseRequest } from "./addCases.ts";
export { createFindLevels, type CaseLevel, type LevelChoice, type LevelName, type LevelsSet } from "./caseLevels.ts";
export { checkProjects } from "./checkProjects.ts";
export { createProjects } from "./createProjects.ts";
export type { Look } from "./lookAt.ts";
export { protocolOfFile, templateNames, templateProtocol } from "./protocolFiles.ts";
export type { DroppedLevels, Projects, ProjectSummary } from "./projects.ts";
export { startNotice, type CaseRole, type ProjectCase, type ProjectStatus } from "./projectStatus.ts";
export type { Verification } from "./verifyProject.ts";
