import {
  projectAddCasesSchema,
  projectAmendSchema,
  projectByIdSchema,
  projectCaseReasonSchema,
  projectChangeCaseSchema,
  projectClearLevelSchema,
  projectCloseSchema,
  projectConfirmSchema,
  projectCreateSchema,
  projectJoinSchema,
  projectLeaveSchema,
  projectLevelSchema,
  projectLookSchema,
  projectMembersSchema,
  projectPictureSchema,
  projectProtocolSchema,
  projectReasonSchema,
  projectReplaceSchema,
  projectRoleSchema,
  projectTableSchema,
  projectVerifySchema,
} from "#shared/api/project.ts";
import { protocolOfFile } from "../../services/projects/index.ts";
import { createProject } from "../commands/createProject.ts";
import { tableOfText } from "../commands/projectFiles.ts";
import { procedure, router } from "../trpc.ts";

/** Reader studies, for their coordinators. Their readings are reading.list, reading.unlock, reading.withdraw and reading.answerQuestion. */
export const projectProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.projects.list()),
  templates: procedure.query(({ ctx }) => ctx.services.projects.templates()),
  /** Those that come with the program. */
  forms: procedure.query(({ ctx }) => ctx.services.projects.forms()),
  create: procedure
    .input(projectCreateSchema)
    .mutation(({ ctx, input }) => ({ projectId: createProject(ctx.services.projects, ctx.by, input.name, input.source) })),
  remove: procedure.input(projectByIdSchema).mutation(({ ctx, input }) => ctx.services.projects.remove(ctx.by, input.projectId)),
  status: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.projects.status(ctx.by, input.projectId)),
  protocol: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.projects.protocol(ctx.by, input.projectId)),
  setProtocol: procedure
    .input(projectProtocolSchema)
    .mutation(({ ctx, input: { projectId, file } }) =>
      ctx.services.projects.changeProtocol(ctx.by, projectId, protocolOfFile(file.text, file.fileName)),
    ),
  /** Their bytes have addresses of their own. */
  pictures: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.projects.pictures(ctx.by, input.projectId)),
  removePicture: procedure
    .input(projectPictureSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.removePicture(ctx.by, input.projectId, input.name)),
  setMembers: procedure
    .input(projectMembersSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.setMembers(ctx.by, input.projectId, input.role, input.readerIds)),

  cases: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.projects.cases(ctx.by, input.projectId)),
  /** The studies of cases by their UIDs: study.describe tells more of each. */
  studies: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.projects.studies(ctx.by, input.projectId)),
  addCases: procedure
    .input(projectAddCasesSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.addCases(ctx.by, input.projectId, input.requests, "The cases")),
  addTable: procedure
    .input(projectTableSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.addTable(ctx.by, input.projectId, tableOfText(input.file))),
  changeCase: procedure
    .input(projectChangeCaseSchema)
    .mutation(({ ctx, input: { projectId, ...change } }) => ctx.services.projects.changeCase(ctx.by, projectId, change)),
  excludeCase: procedure
    .input(projectCaseReasonSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.excludeCase(ctx.by, input.projectId, input.code, input.reason)),
  includeCase: procedure
    .input(projectCaseReasonSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.includeCase(ctx.by, input.projectId, input.code, input.reason)),
  removeCase: procedure
    .input(projectCaseReasonSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.removeCase(ctx.by, input.projectId, input.code, input.reason)),
  chooseRole: procedure
    .input(projectRoleSchema)
    .mutation(({ ctx, input: { projectId, ...choice } }) => ctx.services.projects.chooseRole(ctx.by, projectId, choice)),
  confirmRoles: procedure
    .input(projectConfirmSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.confirmRoles(ctx.by, input.projectId, input.code)),
  setLevel: procedure
    .input(projectLevelSchema)
    .mutation(({ ctx, input: { projectId, ...choice } }) => ctx.services.projects.setLevel(ctx.by, projectId, choice)),
  setLevels: procedure
    .input(projectTableSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.setLevels(ctx.by, input.projectId, tableOfText(input.file))),
  clearLevel: procedure
    .input(projectClearLevelSchema)
    .mutation(({ ctx, input: { projectId, ...level } }) => ctx.services.projects.clearLevel(ctx.by, projectId, level)),
  /** Keeps that the series of a role was looked at for burned-in text, and what is hidden of it. */
  lookAt: procedure
    .input(projectLookSchema)
    .mutation(({ ctx, input: { projectId, ...look } }) => ctx.services.projects.lookAt(ctx.by, projectId, look)),

  start: procedure
    .input(projectByIdSchema)
    .mutation(({ ctx, input }) => ({ readings: ctx.services.projects.start(ctx.by, input.projectId) })),
  amend: procedure
    .input(projectAmendSchema)
    .mutation(({ ctx, input: { projectId, file, ...request } }) =>
      ctx.services.projects.amend(ctx.by, projectId, { ...request, protocol: protocolOfFile(file.text, file.fileName) }),
    ),
  replaceSeries: procedure
    .input(projectReplaceSchema)
    .mutation(({ ctx, input: { projectId, ...replacement } }) => ctx.services.projects.replaceSeries(ctx.by, projectId, replacement)),
  join: procedure
    .input(projectJoinSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.addReaders(ctx.by, input.projectId, input.readerIds, input.reason)),
  leave: procedure
    .input(projectLeaveSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.removeReader(ctx.by, input.projectId, input.readerNumber, input.reason)),
  releaseClock: procedure
    .input(projectReasonSchema)
    .mutation(({ ctx, input }) => ctx.services.projects.releaseClock(ctx.by, input.projectId, input.reason)),
  close: procedure
    .input(projectCloseSchema)
    .mutation(({ ctx, input }) => ctx.services.readings.close(ctx.by, input.projectId, input.passphrase)),
  verify: procedure.input(projectVerifySchema).query(({ ctx, input }) => ctx.services.projectReads.verify(input.projectId, input.head)),
  /** The log as CSV. */
  log: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.projectReads.logCsv(ctx.by, input.projectId)),
});
