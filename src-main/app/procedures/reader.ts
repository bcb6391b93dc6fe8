import { z } from "zod";
import { readerDetailsSchema } from "#shared/domain/reader.ts";
import { openProcedure, procedure, router } from "../trpc.ts";

const byId = z.object({ readerId: z.number().int() });
const passphrase = z.string().max(1024);

/** Who reads: strokes, results and reports name them. Which reader asks is known by the session, never by what is asked. */
export const readerProcedures = router({
  /** Who is signed in in this session; null where nobody is. */
  signedIn: openProcedure.query(({ ctx }) => ctx.signIns.readerOf(ctx.session) ?? null),
  /** All readers, who signed in last, and whose passphrase the reader who asks may set anew. */
  list: openProcedure.query(({ ctx: { services, signIns, session } }) => {
    const [readers, reader] = [services.readers.list(), signIns.readerOf(session)];
    const by = reader && { readerId: reader.id, name: reader.name };
    return {
      readers,
      lastReaderId: services.readers.last()?.id ?? null,
      resettableIds: by ? readers.flatMap(({ id }) => (services.readers.mayResetPassphrase(by, id) ? [id] : [])) : [],
    };
  }),
  signIn: openProcedure
    .input(byId.extend({ passphrase: passphrase.optional() }))
    .mutation(({ ctx, input }) => ctx.signIns.signIn(ctx.session, input.readerId, input.passphrase)),
  signOut: openProcedure.mutation(({ ctx }) => ctx.signIns.signOut(ctx.session)),
  add: procedure.input(readerDetailsSchema).mutation(({ ctx, input }) => ctx.services.readers.add(ctx.by, input)),
  edit: procedure
    .input(byId.extend({ details: readerDetailsSchema }))
    .mutation(({ ctx, input }) => ctx.services.readers.edit(ctx.by, input.readerId, input.details)),
  /** One's own; null takes it away. */
  setPassphrase: procedure
    .input(z.object({ current: passphrase.optional(), next: passphrase.nullable() }))
    .mutation(async ({ ctx, input }) => {
      const reader = await ctx.services.readers.setPassphrase(ctx.by, input);
      ctx.signIns.signOutOthers(ctx.session, reader.id);
      return reader;
    }),
  /** Another reader's, who lost it or never had one; ends what is open as that reader. */
  resetPassphrase: procedure.input(byId.extend({ next: passphrase })).mutation(async ({ ctx, input }) => {
    const reader = await ctx.services.readers.resetPassphrase(ctx.by, input.readerId, input.next);
    ctx.signIns.signOutOthers(ctx.session, reader.id);
    return reader;
  }),
  setRetired: procedure
    .input(byId.extend({ isRetired: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.services.readers.setRetired(ctx.by, input.readerId, input.isRetired)),
});
