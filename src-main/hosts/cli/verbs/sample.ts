import { parseArgs } from "node:util";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase, asUsage } from "../askPassphrase.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle sample project [--seed N] [--as READER] [--data DIR] [--json]
fascicle sample project --remove ID [--yes] [--as READER] [--data DIR] [--json]
Makes the sample project: a closed reader study of 24 made-up persons, read by two simulated readers whose disagreement is known. Prints its id.
Or removes a sample project whole, with its log and the studies of its persons, and no other project. Without --yes it only says what would go.

  --seed N    a whole number from 0 on: another seed makes another project
  --remove ID the id or the name of the sample project to be removed
  --yes       remove it: this cannot be undone
${asUsage}
  --data DIR  the data folder (${defaultDataFolder()})
  --json      print {"projectId","name","truth"}: the truth holds the seed, the parameters of the simulated readers, and by case code the patient ID, the
              group and the true grade of each muscle; with --remove the counts, and whether it was removed
  --help      print this

Whoever makes it is a coordinator of it. Interrupted, it leaves nothing. Exit codes: 0 done, 1 failed or interrupted, 2 wrong use.
`;

/** `fascicle sample`: answers 0 where the sample project was made or removed, 1 where it was not made, 2 where it was called wrongly. */
export async function sampleVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      remove: { type: "string" },
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
  if (positionals.length !== 1 || positionals[0] !== "project") return wrongUse(io, "sample", "say what to make: project.", usage);
  if (values.remove === undefined && values.yes) return wrongUse(io, "sample", "--yes belongs to --remove.", usage);
  if (values.remove !== undefined) {
    if (values.seed !== undefined) return wrongUse(io, "sample", "--seed does not belong to --remove.", usage);
    const { removeSample } = await import("./removeSample.ts");
    return removeSample(values.remove, values, io);
  }
  const { sampleProjectRequestSchema, madeProjectSchema } = await import("#shared/api/sample.ts");
  const request = sampleProjectRequestSchema.safeParse(values.seed === undefined ? {} : { seed: wholeNumber(values.seed) });
  if (!request.success) return wrongUse(io, "sample", `--seed ${values.seed!}: a whole number from 0 to 4294967295.`, usage);

  const [{ createApp }, { signIn }] = await Promise.all([import("../../../app/createApp.ts"), import("../../../app/commands/signIn.ts")]);
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  const { jobs, sampleProject } = app.services;
  try {
    const by = await signIn(app.services, values.as, askPassphrase);
    const jobId = sampleProject.make(by, request.data?.seed);
    const interrupt = () => jobs.cancel(jobId);
    process.once("SIGINT", interrupt);
    process.once("SIGTERM", interrupt);
    const bar = progressBar(io.stderr);
    for await (const job of jobs.watch(jobId)) bar.show(job);
    bar.end();
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    const job = jobs.get(jobId);
    // Cancelled at its very end, it is there all the same.
    if (job.result === null) {
      io.stderr.write(
        job.state === "cancelled" ? "Interrupted. Nothing was made.\n" : `fascicle sample: ${job.error ?? "it did not finish."}\n`,
      );
      return 1;
    }
    const made = madeProjectSchema.parse(job.result);
    if (values.json) io.stdout.write(`${JSON.stringify({ ...made, truth: sampleProject.truth(by, made.projectId) }, null, 2)}\n`);
    else io.stdout.write(`${made.projectId}\n`);
    return 0;
  } finally {
    await app.close();
  }
}

/** NaN where the words are none. */
const wholeNumber = (words: string): number => (/^\d{1,10}$/.test(words) ? Number(words) : Number.NaN);
