import { parseArgs } from "node:util";
import { askPassphrase, asUsage } from "../askPassphrase.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";
import { projectsText } from "./backupText.ts";

const usage = `fascicle restore BACKUP DIR [--as READER] [--json]
Makes a data folder in DIR of a backup. DIR must not be there: nothing is ever written over. Every file is compared with its hash; where one is damaged or not there,
nothing is restored. Where a blinded reader study runs in the backup, its coordinator restores it.

${asUsage}
  --json      print {"madeAt","files","projects":[{"name","head","fault"}]}
  --help      print this

What was done after the backup was made is not in it. Compare the heads of projects that it prints with those that you keep: where the log had gone on,
“fascicle project verify ID --head HEAD” says that the head is not found.
Exit codes: 0 done, 1 failed, or the log of a project does not fit, 2 wrong use.
`;

/** `fascicle restore`: answers 0, 1 where the log of a project does not fit, 2 where it was called wrongly. Throws PlainError where nothing was restored. */
export async function restoreVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { as: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [backup, dataFolder] = positionals;
  if (backup === undefined || dataFolder === undefined || positionals.length > 2)
    return wrongUse(io, "restore", "name a backup, and a folder that is not there yet.", usage);
  const { restoreData } = await import("../../../app/commands/backUpData.ts");
  const bar = progressBar(io.stderr);
  const restored = await restoreData(backup, dataFolder, {
    as: values.as,
    askPassphrase,
    onProgress: (phase, done, total) => bar.show({ phase, done, total }),
  }).finally(() => bar.end());
  const { madeAt, files, projects } = restored;
  const text = `Restored: ${files} files of the backup of ${madeAt}.\n${projectsText(projects)}`;
  io.stdout.write(values.json ? `${JSON.stringify(restored, null, 2)}\n` : text);
  return projects.every(({ fault }) => fault === null) ? 0 : 1;
}
