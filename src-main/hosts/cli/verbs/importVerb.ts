import { parseArgs } from "node:util";
import { type ImportResult, importResultSchema } from "#shared/api/import.ts";
import { createApp } from "../../../app/createApp.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle import PATH... [--data DIR] [--json]
Imports DICOM images: files, folders with all below them, a DICOMDIR, a ZIP. Originals are copied and never changed.

  PATH        a file or a folder
  --data DIR  the data folder (${defaultDataFolder()})
  --json      print {"studies","series","instances","duplicates","rejected":[{"path","reason"}]}: what this import brought
  --help      print this

What cannot be used is listed with the reason and stops nothing. Interrupt it at any time: what was imported stays, and a second
import of the same folder goes on without duplicates.
Exit codes: 0 something was imported, or was there already; 1 nothing could be imported, or the import failed or was interrupted; 2 wrong use.
`;

/** `fascicle import`: answers 0 where at least one file was imported or was there already, 1 where none was, 2 where it was called wrongly. */
export async function importVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { data: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  if (positionals.length === 0) {
    io.stderr.write(`fascicle import: name at least one file or folder.\n\n${usage}`);
    return 2;
  }
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  const { jobs, dicomImport } = app.services;
  const jobId = dicomImport.start(positionals);
  const interrupt = () => jobs.cancel(jobId);
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    const bar = progressBar(io.stderr);
    for await (const job of jobs.watch(jobId)) bar.show(job);
    bar.end();
    const job = jobs.get(jobId);
    const result = job.result === null ? undefined : importResultSchema.parse(job.result);
    if (result) tell(result, io, values.json === true);
    if (job.state === "cancelled") io.stderr.write("Interrupted. What was imported stays; import the same again to go on.\n");
    else if (job.state !== "succeeded") io.stderr.write(`fascicle import: ${job.error ?? "it did not finish."}\n`);
    return job.state === "succeeded" && result && result.instances + result.duplicates > 0 ? 0 : 1;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await app.close();
  }
}

function tell({ studies, series, instances, duplicates, rejected, conflicts, notes }: ImportResult, io: VerbIo, asJson: boolean): void {
  for (const { path, reason } of [...conflicts, ...notes]) io.stderr.write(`${path}: ${reason}\n`);
  if (asJson) {
    io.stdout.write(`${JSON.stringify({ studies, series, instances, duplicates, rejected }, null, 2)}\n`);
    return;
  }
  for (const { path, reason } of rejected) io.stderr.write(`${path}: ${reason}\n`);
  io.stdout.write(`Imported: ${counted(instances, "instance")} in ${counted(series, "new series", "new series")} of ${counted(studies, "new study", "new studies")}.\n`);
  if (duplicates > 0) io.stdout.write(`There already: ${counted(duplicates, "file")}.\n`);
  if (rejected.length > 0) io.stdout.write(`Not usable: ${counted(rejected.length, "file")}.\n`);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
