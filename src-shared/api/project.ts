import { z } from "zod";
import { maskSchema } from "../domain/project/mask.ts";

/** What coordinators ask of reader studies. Files are sent as their text: a protocol of 2 MB and a table of 20,000 rows are far above what studies have. */
export const longestProjectFile = 2_000_000;

const fileSchema = z.strictObject({
  /** As it stands in messages. */
  fileName: z.string().min(1).max(255),
  text: z.string().max(longestProjectFile),
});
const code = z.string().min(1).max(40);
const id = z.string().min(1).max(80);
/** Empty where none was typed: the service says where it needs one. */
const reason = z.string().max(2000);

export const projectByIdSchema = z.strictObject({ projectId: z.string().max(80) });
export const projectPictureSchema = projectByIdSchema.extend({ name: z.string().max(80) });

/** Where the protocol of a new project comes from. */
export const projectSourceSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("template"), template: z.string().max(80) }),
  z.strictObject({ from: z.literal("file"), file: fileSchema }),
  z.strictObject({ from: z.literal("project"), projectId: z.string().max(80) }),
]);
export type ProjectSource = z.infer<typeof projectSourceSchema>;
export const projectCreateSchema = z.strictObject({ name: z.string().max(400), source: projectSourceSchema });

export const projectProtocolSchema = projectByIdSchema.extend({ file: fileSchema });
export const projectTableSchema = projectByIdSchema.extend({ file: fileSchema });
export const projectMembersSchema = projectByIdSchema.extend({
  role: z.enum(["coordinator", "reader"]),
  /** From number 1 on. */
  readerIds: z.array(z.number().int()).max(60),
});

/** Studies of the worklist that are to be cases: those of one patient are one case. */
export const projectAddCasesSchema = projectByIdSchema.extend({
  requests: z
    .array(
      z.strictObject({
        /** What it is called in messages. */
        where: z.string().min(1).max(80),
        studyInstanceUids: z.array(z.string().max(80)).min(1).max(50),
        code: code.optional(),
        group: z.string().min(1).max(200).optional(),
        isTraining: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(5000),
});

export const projectCaseSchema = projectByIdSchema.extend({ code });
export const projectCaseReasonSchema = projectCaseSchema.extend({ reason });
/** One case, or all. */
export const projectConfirmSchema = projectByIdSchema.extend({ code: code.optional() });
/** Without a volume, the one that was found is confirmed. */
export const projectRoleSchema = projectCaseSchema.extend({ region: id, role: id, volumeId: z.string().max(200).optional() });
/** `slice` counts from 1. */
export const projectLevelSchema = projectCaseSchema.extend({ region: id, level: id, slice: z.number().int() });
export const projectClearLevelSchema = projectCaseSchema.extend({ region: id, level: id });
export const projectLookSchema = projectCaseSchema.extend({ region: id, role: id, mask: maskSchema.optional() });

/** All that a case is to have; its code stays. */
export const projectChangeCaseSchema = projectCaseReasonSchema.extend({
  group: z.string().max(200).nullable(),
  variables: z.record(z.string().max(200), z.string().max(2000)),
  isTraining: z.boolean(),
});

/** With `isDryRun` nothing is changed, and what would be is answered. */
export const projectAmendSchema = projectProtocolSchema.extend({ reason, isDryRun: z.boolean() });
export const projectReplaceSchema = projectRoleSchema.required({ volumeId: true }).extend({ reason, isDryRun: z.boolean() });

export const projectReasonSchema = projectByIdSchema.extend({ reason });
/** Who comes to a running study, by ids of the data folder. */
export const projectJoinSchema = projectReasonSchema.extend({ readerIds: z.array(z.number().int()).min(1).max(60) });
/** Who has left a running study, by the number in it. */
export const projectLeaveSchema = projectReasonSchema.extend({ readerNumber: z.number().int() });
export const projectCloseSchema = projectByIdSchema.extend({ passphrase: z.string().max(1024) });
/** `head`: one that was noted before. */
export const projectVerifySchema = projectByIdSchema.extend({ head: z.string().max(200).optional() });
