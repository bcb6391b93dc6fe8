import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { argumentWords } from "./argumentWords.ts";
import { readArguments } from "./readArguments.ts";
import type { Verb } from "./verb.ts";
import { watchOutput } from "./watchOutput.ts";

/**
 * Each is loaded when it is called: a script that runs many short commands waits for no more than it uses. `endsItself`: it has something
 * to bring to its end when it is interrupted; `saysInterrupt`: it says itself, at its exit, how far it was.
 */
const verbs: Record<string, { load: () => Promise<Verb>; summary: string; endsItself?: true; saysInterrupt?: true }> = {
  import: {
    load: async () => (await import("./verbs/importVerb.ts")).importVerb,
    summary: "import DICOM, NIfTI, NRRD and MGH files, folders, a DICOMDIR or a ZIP",
    endsItself: true,
  },
  list: { load: async () => (await import("./verbs/list.ts")).listVerb, summary: "list studies, series and volumes" },
  volume: { load: async () => (await import("./verbs/volume.ts")).volumeVerb, summary: "write a volume as NRRD or NIfTI" },
  extract: {
    load: async () => (await import("./verbs/extract.ts")).extractVerb,
    summary: "compute radiomic features of a mask on an image",
    saysInterrupt: true,
  },
  prepare: {
    load: async () => (await import("./verbs/prepare.ts")).prepareVerb,
    summary: "prepare images as a recipe says: registration, N4, normalisation",
  },
  predict: { load: async () => (await import("./verbs/predict.ts")).predictVerb, summary: "run a classifier on extracted features" },
  agree: {
    load: async () => (await import("./verbs/agree.ts")).agreeVerb,
    summary: "agreement of readers in a table: ICC, kappa, Bland-Altman",
  },
  compare: { load: async () => (await import("./verbs/compare.ts")).compareVerb, summary: "compare groups, or pairs, in a table" },
  overlap: {
    load: async () => (await import("./verbs/overlap.ts")).overlapVerb,
    summary: "agreement of two label maps: Dice and distances",
  },
  check: {
    load: async () => (await import("./verbs/check.ts")).checkVerb,
    summary: "verify originals, models, drawings, maps and the database; repair",
  },
  project: {
    load: async () => (await import("./verbs/project.ts")).projectVerb,
    summary: "set up a reader study as a draft: protocol, readers, cases; verify its log",
  },
  backup: {
    load: async () => (await import("./verbs/backup.ts")).backupVerb,
    summary: "write a copy of the data folder, with hashes, while programs work on it",
  },
  restore: {
    load: async () => (await import("./verbs/restore.ts")).restoreVerb,
    summary: "make a data folder of a backup, in a new place",
  },
  reader: {
    load: async () => (await import("./verbs/reader.ts")).readerVerb,
    summary: "list readers, add one, set one's own passphrase",
  },
  sample: {
    load: async () => (await import("./verbs/sample.ts")).sampleVerb,
    summary: "make the sample project: a reader study of made-up persons, read by simulated readers",
    endsItself: true,
  },
  remove: { load: async () => (await import("./verbs/remove.ts")).removeVerb, summary: "remove a study with all that hangs on it" },
  serve: {
    load: async () => (await import("./verbs/serve.ts")).serveVerb,
    summary: "serve the workstation on 127.0.0.1 and print its link",
    endsItself: true,
  },
  licences: {
    load: async () => (await import("./verbs/licences.ts")).licencesVerb,
    summary: "print the licences of what Fascicle is built with",
  },
};

const usage = `fascicle VERB [...]
A workstation for radiology research. ${researchUseNotice}

${Object.entries(verbs)
  .map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  .join("\n")}

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
    const endWith = (code: number) => () => {
      if (!entry.saysInterrupt) process.stderr.write(`fascicle ${name}: interrupted.\n`);
      process.exit(code);
    };
    process.once("SIGINT", endWith(130));
    process.once("SIGTERM", endWith(143));
  }
  try {
    const verb = await entry.load();
    return await verb(rest, process);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code?.startsWith("ERR_PARSE_ARGS")) {
      process.stderr.write(`fascicle ${name}: ${argumentWords(error as Error)}\n“fascicle ${name} --help” tells how it is used.\n`);
      return 2;
    }
    const { errorWords } = await import("../../app/errorWords.ts");
    process.stderr.write(`fascicle ${name}: ${errorWords(error)}\n`);
    return 1;
  }
}

watchOutput();
process.exitCode = await run(await readArguments(process.argv.slice(2)));
