import { packetCallBackSchema, packetImportSchema, packetPlanSchema, packetTakeSchema, writePacketSchema } from "#shared/api/packet.ts";
import { projectByIdSchema } from "#shared/api/project.ts";
import { blindingProcedure, procedure, router } from "../trpc.ts";

/** Readings in another data folder. Their files are sent by the routes of `/packets`. */
export const packetProcedures = router({
  /** For coordinators. */
  list: procedure.input(projectByIdSchema).query(({ ctx, input }) => ctx.services.packets.list(ctx.by, input.projectId)),
  plan: procedure
    .input(packetPlanSchema)
    .query(({ ctx, input: { projectId, ...request } }) => ctx.services.packets.preview(ctx.by, projectId, request)),
  /** The job's result is a WrittenPacket; its file has a route. */
  write: procedure.input(writePacketSchema).mutation(async ({ ctx, input: { projectId, passphrase, ...request } }) => ({
    jobId: await ctx.services.writtenPackets.start(ctx.by, projectId, { ...request, passphrase: () => Promise.resolve(passphrase) }),
  })),
  callBack: procedure
    .input(packetCallBackSchema)
    .mutation(({ ctx, input }) => ctx.services.packets.callBack(ctx.by, input.projectId, input.number, input.reason)),
  /** Has an uploaded return taken in; the job's result is a TakeAnswer. */
  takeIn: procedure.input(packetTakeSchema).mutation(async ({ ctx, input: { uploadId, ...confirmation } }) => ({
    jobId: await ctx.services.packetJobs.takeIn(ctx.by, uploadId, confirmation),
  })),
  /** For the reader of a packet. */
  own: procedure.query(({ ctx }) => ctx.services.packets.own(ctx.by)),
  /** Has an uploaded packet imported; the job's result is an ImportedPacket. */
  import: blindingProcedure.input(packetImportSchema).mutation(async ({ ctx, input: { uploadId, ...secret } }) => ({
    jobId: await ctx.services.packetJobs.import(ctx.by, uploadId, secret),
  })),
});
