import { parseArgs } from "node:util";
import type { ImportResult, TakenLabelMaps } from "#shared/api/import.ts";
import type { Services } from "../../../app/services.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase, asUsage } from "../askPassphrase.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle import PATH... [--with-segmentations] [--as READER] [--data DIR] [--json]
Imports images: DICOM, NIfTI (.nii, .nii.gz), NRRD and MGH (.mgh, .mgz) files, folders with all below them, a DICOMDIR, a ZIP. Originals are
copied and never changed. A BIDS tree gives subject, session and suffix; else a folder of image files is a study, and a file a series.

  PATH                  a file or a folder
  --with-segmentations  make a segmentation of each label map, on the image it fits best; without it they are listed
${asUsage}
  --data DIR            the data folder (${defaultDataFolder()})
  --json                print {"studies","series","instances","imageFiles","duplicates","rejected":[{"path","reason"}],"labelMaps":[{"path","labels",
                        "fits":[{"volumeId","name"}],"problem"}]}: what this import brought; with segmentations {"segmentations"} too
  --help                print this

What cannot be used is listed with the reason and stops nothing. Interrupt it at any time: what was imported stays, and a second
import of the same folder goes on without duplicates.
Exit codes: 0 something was imported, or was there already; 1 nothing could be imported, or the import failed or was interrupted; 2 wrong use.
`;

/** `fascicle import`: answers 0 where at least one file was imported or was there already, 1 where none was, 2 where it was called wrongly. */
export async function importVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      as: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean" },
      "with-segmentations": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  if (positionals.length === 0) return wrongUse(io, "import", "name at least one file or folder.", usage);
  const { importResultSchema } = await import("#shared/api/import.ts");
  const { createApp } = await import("../../../app/createApp.ts");
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  const { jobs, dicomImport } = app.services;
  const { signIn } = await import("../../../app/commands/signIn.ts");
  try {
    const by = await signIn(app.services, values.as, askPassphrase);
    const jobId = dicomImport.start(by, positionals);
    const interrupt = () => jobs.cancel(jobId);
    process.once("SIGINT", interrupt);
    process.once("SIGTERM", interrupt);
    const bar = progressBar(io.stderr);
    for await (const job of jobs.watch(jobId)) bar.show(job);
    bar.end();
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    const job = jobs.get(jobId);
    const result = job.result === null ? undefined : importResultSchema.parse(job.result);
    const taken =
      result && job.state === "succeeded" && values["with-segmentations"] === true
        ? await takeAll(app.services, by, result, io)
        : undefined;
    if (result) tell(result, taken, io, values.json === true);
    if (job.state === "cancelled") io.stderr.write("Interrupted. What was imported stays; import the same again to go on.\n");
    else if (job.state !== "succeeded") io.stderr.write(`fascicle import: ${job.error ?? "it did not finish."}\n`);
    return job.state === "succeeded" && result && result.instances + result.imageFiles + result.duplicates > 0 ? 0 : 1;
  } finally {
    await app.close();
  }
}

/** A segmentation of each label map that fits an image, on the likeliest of them. */
async function takeAll(
  services: Services,
  by: Parameters<typeof import("../../../app/commands/takeLabelMaps.ts").takeLabelMaps>[1],
  { labelMaps }: ImportResult,
  io: VerbIo,
): Promise<TakenLabelMaps> {
  const items = labelMaps.flatMap(({ volumeId, fits, problem }) =>
    problem === null && fits[0] ? [{ labelMapId: volumeId, volumeId: fits[0].volumeId }] : [],
  );
  const { takeLabelMaps } = await import("../../../app/commands/takeLabelMaps.ts");
  const bar = progressBar(io.stderr);
  const taken = await takeLabelMaps(
    services,
    by,
    { items },
    {
      signal: new AbortController().signal,
      progress: ({ phase = "", done = 0, total = null }) => bar.show({ phase, done, total }),
    },
  ).finally(() => bar.end());
  return taken;
}

function tell(result: ImportResult, taken: TakenLabelMaps | undefined, io: VerbIo, asJson: boolean): void {
  const { studies, series, instances, imageFiles, duplicates, rejected, conflicts, notes, labelMaps } = result;
  for (const { path, reason } of [...conflicts, ...notes, ...(taken?.notes ?? []), ...(taken?.failures ?? [])])
    io.stderr.write(`${path}: ${reason}\n`);
  if (asJson) {
    const segmentations = taken === undefined ? {} : { segmentations: taken.taken };
    io.stdout.write(
      `${JSON.stringify({ studies, series, instances, imageFiles, duplicates, rejected, labelMaps, ...segmentations }, null, 2)}\n`,
    );
    return;
  }
  for (const { path, reason } of rejected) io.stderr.write(`${path}: ${reason}\n`);
  const files = [
    ...(instances > 0 || imageFiles === 0 ? [counted(instances, "instance")] : []),
    ...(imageFiles > 0 ? [counted(imageFiles, "image file")] : []),
  ].join(" and ");
  io.stdout.write(
    `Imported: ${files} in ${counted(series, "new series", "new series")} of ${counted(studies, "new study", "new studies")}.\n`,
  );
  if (duplicates > 0) io.stdout.write(`There already: ${counted(duplicates, "file")}.\n`);
  if (rejected.length > 0) io.stdout.write(`Not usable: ${counted(rejected.length, "file")}.\n`);
  if (taken) io.stdout.write(`Segmentations: ${taken.taken}.\n`);
  for (const { path, labels, fits, problem } of labelMaps) {
    if (taken && problem === null) continue;
    const where = problem ?? `fits ${fits.map(({ name }) => name).join("; ")}`;
    io.stdout.write(`Label map: ${path}, ${counted(labels, "label")}: ${where}\n`);
  }
  if (!taken && labelMaps.some(({ problem }) => problem === null))
    io.stdout.write("Import the same again with --with-segmentations to make segmentations of them, or choose them in the window.\n");
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
