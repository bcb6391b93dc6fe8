import {
  parseSettingsRequestSchema,
  removeSettingsRequestSchema,
  saveSettingsRequestSchema,
  settingsRequestSchema,
} from "#shared/api/setting.ts";
import { describeSettings, readParameters, writeSettings } from "../../services/radiomics/index.ts";
import { procedure, router } from "../trpc.ts";

export const settingProcedures = router({
  /** The settings kept by name. */
  list: procedure.query(({ ctx }) => ctx.services.savedSettings.list()),
  /** Settings that had the name before give way. */
  save: procedure
    .input(saveSettingsRequestSchema)
    .mutation(({ ctx, input }) => ctx.services.savedSettings.save(ctx.by, input.name, input.settings)),
  remove: procedure.input(removeSettingsRequestSchema).mutation(({ ctx, input }) => ctx.services.savedSettings.remove(ctx.by, input.id)),
  /** The settings that a parameter file holds. A mutation though it changes nothing: a file is too long for an address. */
  parse: procedure.input(parseSettingsRequestSchema).mutation(({ input }) => readParameters(input.text)),
  /** A parameter file (YAML) for settings. */
  write: procedure.input(settingsRequestSchema).query(({ input }) => writeSettings(input.settings)),
  describe: procedure.input(settingsRequestSchema).query(({ input }) => describeSettings(input.settings)),
});
