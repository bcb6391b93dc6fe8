import { parseArgs } from "node:util";
import { studyContentsWords } from "#shared/domain/studyContentsWords.ts";
import { admit, signIn } from "../../../app/commands/signIn.ts";
import { removeStudy } from "../../../app/commands/removeStudy.ts";
import { createApp } from "../../../app/createApp.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase, asUsage } from "../askPassphrase.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";
import { finishStarted } from "./finishStarted.ts";

const usage = `fascicle remove STUDY [--yes] [--as READER] [--data DIR] [--json]
Removes a study with all that hangs on it: original files, volumes, segmentations, feature sets, maps and predictions. STUDY is its Study Instance UID,
as fascicle list shows it. Without --yes it only says what would go. This cannot be undone.

  --yes       remove it
${asUsage}
  --data DIR  the data folder (${defaultDataFolder()})
  --json      print the counts as an object, and whether it was removed
  --help      print this

Exit codes: 0 done, 1 failed, 2 wrong use.
`;

/** `fascicle remove`: answers 0, or 2 where it was called wrongly. Throws PlainError where the study is not here or work is under way. */
export async function removeVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      yes: { type: "boolean" },
      as: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [studyInstanceUid] = positionals;
  if (studyInstanceUid === undefined || positionals.length > 1) return wrongUse(io, "remove", "name one study.", usage);
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  try {
    if (!values.yes) await admit(app.services, values.as, askPassphrase);
    const by = values.yes ? await signIn(app.services, values.as, askPassphrase) : null;
    const contents = app.services.studies.contents(by, studyInstanceUid);
    if (by) {
      await finishStarted(app.services, io);
      await removeStudy(app.services, by, studyInstanceUid, contents);
    }
    const isRemoved = values.yes === true;
    if (values.json) io.stdout.write(`${JSON.stringify({ ...contents, isRemoved })}\n`);
    else
      io.stdout.write(
        `${isRemoved ? "Removed" : "Would be removed (say --yes)"}:\n${studyContentsWords(contents)
          .map((line) => `  ${line}\n`)
          .join("")}`,
      );
    return 0;
  } finally {
    await app.close();
  }
}
