export type { Adjudications } from "./adjudication/adjudications.ts";
export type { ComparedCases } from "./adjudication/compareCases.ts";
export { createAdjudications } from "./adjudication/createAdjudications.ts";
export { createAdjudicationWatch, joinWatches } from "./adjudication/createAdjudicationWatch.ts";
export { withAdjudications } from "./adjudication/withAdjudications.ts";
export type { AddedCases, CaseRequest } from "./addCases.ts";
export type { CaseLevel, LevelChoice, LevelName, LevelsSet } from "./caseLevels.ts";
export { createCaseImages } from "./caseImages.ts";
export { checkProjects } from "./checkProjects.ts";
export { createProjects } from "./createProjects.ts";
export type { Look } from "./lookAt.ts";
export { createPackets } from "./packets/createPackets.ts";
export type {
  ImportedPacket,
  PacketOfProject,
  PacketRequest,
  Packets,
  TakeAnswer,
  WrittenPacket,
  WrittenReturn,
} from "./packets/packets.ts";
export { programForms, protocolOfFile, templateNames, templateProtocol } from "./protocolFiles.ts";
export type { Mark } from "./marks.ts";
export { logCsv, projectTasks, type ProjectReads } from "./projectReads.ts";
export type { PictureRow } from "./pictures/pictureTables.ts";
export { largestPicture } from "./pictures/projectPictures.ts";
export type { DroppedLevels, Projects, ProjectSummary, ProjectTemplate } from "./projects.ts";
export type { CaseRole, ProjectCase, ProjectStatus } from "./projectStatus.ts";
export { createBlinding, type Blinding } from "./readings/blinding.ts";
export { createFeatureLog } from "./readings/featureLog.ts";
export { createReadings } from "./readings/createReadings.ts";
export { createReadingWatch } from "./readings/createReadingWatch.ts";
export {
  createLockedReadings,
  type LockedDrawing,
  type LockedReading,
  type LockedNow,
  type LockedReadings,
  type LockedStudy,
} from "./readings/lockedReadings.ts";
export type {
  BrokenBlind,
  ReadingImage,
  ReadingOfProject,
  Readings,
  Submission,
  TrainingOfReader,
  Unblinded,
} from "./readings/readings.ts";
export type { Amendment } from "./running/amendProtocol.ts";
export type { Left } from "./running/changeReaders.ts";
export type { Replaced, Replacement } from "./running/replaceSeries.ts";
export type { ReadingName } from "./running/readingName.ts";
export type { Verification } from "./verifyProject.ts";
