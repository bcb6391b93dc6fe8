import { packetCallBackSchema, packetImportSchema, packetPlanSchema, packetTakeSchema, writePacketSchema } from "#shared/api/packet.ts";
import { projectByIdSchema } from "#shared/api/project.ts";
import { withUploaded } from "../commands/packetFiles.ts";
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
  /** Takes an uploaded return in; answers whose key signed it, and takes nothing in, where that is not known and no fingerprint confirms it. */
  takeIn: procedure.input(packetTakeSchema).mutation(({ ctx, input: { uploadId, fingerprint } }) =>
    withUploaded(ctx.services.uploads, uploadId, async (path) => {
      const { packets } = ctx.services;
      const described = await packets.describeReturn(ctx.by, path);
      if (!described.isConfirmed && fingerprint === undefined) return { isTaken: false as const, ...described };
      return { isTaken: true as const, ...(await packets.takeIn(ctx.by, path, { fingerprint })) };
    }),
  ),
  /** For the reader of a packet. */
  own: procedure.query(({ ctx }) => ctx.services.packets.own(ctx.by)),
  import: blindingProcedure
    .input(packetImportSchema)
    .mutation(({ ctx, input: { uploadId, passphrase, own } }) =>
      withUploaded(ctx.services.uploads, uploadId, (path) =>
        ctx.services.packets.import(ctx.by, path, { passphrase: () => Promise.resolve(passphrase), own }),
      ),
    ),
});
