import { parseArgs } from "node:util";
import type { Volume } from "#shared/domain/volume.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase } from "../askPassphrase.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle list [--data DIR] [--json] [--as READER]
Lists the studies of the data folder, the newest first, with their series and volumes.

  --data DIR  the data folder (${defaultDataFolder()})
  --json      print an array of studies: studyInstanceUid, patientId, patientName, studyDate, series, and in each series its volumes: id, label
              (what sets it apart in its series), grid
  --as READER who asks; needed only while a blinded reader study runs in the data folder, of its coordinator
  --help      print this

The list holds patients' names: mind where you keep it. Exit codes: 0 done, 1 failed, 2 wrong use.
`;

/** `fascicle list`: answers 0, or 2 where it was called wrongly. */
export async function listVerb(args: string[], io: VerbIo): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string" }, as: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [{ createApp }, { admit }] = await Promise.all([import("../../../app/createApp.ts"), import("../../../app/commands/signIn.ts")]);
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  try {
    await admit(app.services, values.as, askPassphrase);
    const studies = [...app.services.worklist.studies()].map((study) => ({
      ...study,
      series: study.series.map((series) => ({ ...series, volumes: series.volumes.map(listedVolume) })),
    }));
    if (values.json) {
      io.stdout.write(`${JSON.stringify(studies, null, 2)}\n`);
      return 0;
    }
    if (studies.length === 0) io.stdout.write("Nothing has been imported yet: fascicle import PATH...\n");
    for (const { patientId, patientName, studyDate, studyInstanceUid, series } of studies) {
      io.stdout.write(`${studyDate ?? "no date"}  ${patientName || "no name"}  ${patientId || "no id"}  ${studyInstanceUid}\n`);
      for (const { modality, description, volumes } of series) {
        io.stdout.write(`  ${modality}  ${description || "no description"}\n`);
        for (const { id, label, columns, rows, slices, spacingMm, warnings } of volumes) {
          io.stdout.write(
            `    ${id}  ${columns} x ${rows} x ${slices}  ${spacingMm.map((mm) => Number(mm.toFixed(3))).join(" x ")} mm${label === "" ? "" : `  ${label}`}\n`,
          );
          for (const { message } of warnings) io.stdout.write(`      ! ${message}\n`);
        }
      }
    }
    return 0;
  } finally {
    await app.close();
  }
}

function listedVolume({ id, label, columns, rows, slices, spacingMm, originMm, direction, warnings }: Volume) {
  return { id, label, columns, rows, slices, spacingMm, originMm, direction, warnings };
}
