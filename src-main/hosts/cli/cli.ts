import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { errorWords } from "../../app/errorWords.ts";
import type { Verb } from "./verb.ts";
import { extractVerb } from "./verbs/extract.ts";
import { importVerb } from "./verbs/importVerb.ts";
import { listVerb } from "./verbs/list.ts";
import { predictVerb } from "./verbs/predict.ts";
import { serveVerb } from "./verbs/serve.ts";
import { volumeVerb } from "./verbs/volume.ts";

/** `endsItself`: it has something to bring to its end when it is interrupted. */
const verbs: Record<string, { verb: Verb; summary: string; endsItself?: true }> = {
  import: { verb: importVerb, summary: "import DICOM files, folders, a DICOMDIR or a ZIP", endsItself: true },
  list: { verb: listVerb, summary: "list studies, series and volumes" },
  volume: { verb: volumeVerb, summary: "write a volume as NRRD or NIfTI" },
  extract: { verb: extractVerb, summary: "compute radiomic features of a mask on an image" },
  predict: { verb: predictVerb, summary: "run a classifier on extracted features" },
  serve: { verb: serveVerb, summary: "serve the workstation on 127.0.0.1 and print its link", endsItself: true },
};

const usage = `fascicle VERB [...]
A workstation for radiology research. ${researchUseNotice}

${Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`).join("\n")}

fascicle VERB --help tells more. Exit codes: 0 done, 1 failed, 2 wrong use.
`;

/** Runs one verb; answers the exit code. */
async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    (name === undefined ? process.stderr : process.stdout).write(usage);
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!entry) {
    process.stderr.write(`fascicle: there is no verb "${name}".\n\n${usage}`);
    return 2;
  }
  // An exit in order, at which temporary files are removed; 128 and the signal's number, as shells have it.
  if (!entry.endsItself) {
    process.once("SIGINT", () => process.exit(130));
    process.once("SIGTERM", () => process.exit(143));
  }
  try {
    return await entry.verb(rest, process);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    // node:util parseArgs names the argument that it does not know.
    if (code?.startsWith("ERR_PARSE_ARGS")) {
      process.stderr.write(`fascicle ${name}: ${(error as Error).message}\n`);
      return 2;
    }
    process.stderr.write(`fascicle ${name}: ${errorWords(error)}\n`);
    return 1;
  }
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away: `fascicle list | head`.
  if (error.code === "EPIPE") process.exit(0);
});
process.exitCode = await run(process.argv.slice(2));
