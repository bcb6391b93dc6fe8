export type { AddedCases, CaseRequest } from "./addCases.ts";
export { checkProjects } from "./checkProjects.ts";
export { createProjects } from "./createProjects.ts";
export { protocolOfFile, templateNames, templateProtocol } from "./protocolFiles.ts";
export type { Projects, ProjectSummary } from "./projects.ts";
export { startNotice, type CaseRole, type ProjectCase, type ProjectStatus } from "./projectStatus.ts";
export type { Verification } from "./verifyProject.ts";
