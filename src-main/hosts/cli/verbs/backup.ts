import { parseArgs } from "node:util";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase, asUsage } from "../askPassphrase.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";
import { projectsText } from "./backupText.ts";

const usage = `fascicle backup DIR [--as READER] [--data DIR] [--json]
Writes a backup of the data folder to DIR, which must not be there: the database as it is at one time, and all files that it names, while programs work on it. What is
damaged or gone in the data folder is named. DIR holds patients' data like the data folder: mind where you keep it.

${asUsage}
  --data DIR  the data folder (${defaultDataFolder()})
  --json      print {"madeAt","files","bytes","faults":[{"path","problem"}],"projects":[{"name","head","fault"}]}
  --help      print this

Keep the heads of projects that it prints: “fascicle project verify ID --head HEAD” tells whether a log is the one that was backed up, or goes on from it.
Exit codes: 0 done, 1 failed, or something in the data folder is damaged or gone, 2 wrong use.
`;

/** `fascicle backup`: answers 0, 1 where something was damaged before, 2 where it was called wrongly. Throws PlainError where nothing was written. */
export async function backupVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { as: { type: "string" }, data: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [target] = positionals;
  if (target === undefined || positionals.length > 1) return wrongUse(io, "backup", "name one folder.", usage);
  const { backUpData } = await import("../../../app/commands/backUpData.ts");
  const bar = progressBar(io.stderr);
  const backup = await backUpData(values.data ?? defaultDataFolder(), target, {
    as: values.as,
    askPassphrase,
    onProgress: (phase, done, total) => bar.show({ phase, done, total }),
  }).finally(() => bar.end());
  const { files, bytes, faults, projects } = backup;
  const lines = [
    ...faults.map(
      ({ path, problem }) => `WRONG   ${path}: ${problem} in the data folder, and so in the backup. “fascicle check” tells more.`,
    ),
    `Written: ${files} files, ${(bytes / 2 ** 20).toFixed(1)} MB.`,
  ];
  io.stdout.write(values.json ? `${JSON.stringify(backup, null, 2)}\n` : `${lines.join("\n")}\n${projectsText(projects)}`);
  return faults.length === 0 && projects.every(({ fault }) => fault === null) ? 0 : 1;
}
