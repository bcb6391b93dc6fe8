import { basename } from "node:path";
import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase } from "../askPassphrase.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle volume ID OUT [--data DIR] [--as READER]
Writes a volume as an image file: its voxels after rescale, on their grid in patient space. ID is the volume's, as fascicle list shows it;
the ending of OUT tells the format: .nrrd (LPS, exact), .nii or .nii.gz (RAS).

  --data DIR  the data folder (${defaultDataFolder()})
  --as READER who asks; needed only while a blinded reader study runs in the data folder, of its coordinator
  --help      print this

${researchUseNotice} Exit codes: 0 done, 1 failed, 2 wrong use.
`;

/** `fascicle volume`: answers 0, or 2 where it was called wrongly. Throws PlainError where the volume cannot be read or the file not written. */
export async function volumeVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string" }, as: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [volumeId, path] = positionals;
  if (volumeId === undefined || path === undefined || positionals.length > 2)
    return wrongUse(io, "volume", "name one volume and one file to write.", usage);
  const { createApp } = await import("../../../app/createApp.ts");
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  const [{ saveVolume }, { admit }] = await Promise.all([
    import("../../../app/commands/saveVolume.ts"),
    import("../../../app/commands/signIn.ts"),
  ]);
  const bar = progressBar(io.stderr);
  try {
    await admit(app.services, values.as, askPassphrase);
    const { columns, rows, slices, warnings } = await saveVolume(app.services, volumeId, path, (done, total) =>
      bar.show({ phase: "reading slices", done, total }),
    ).finally(() => bar.end());
    io.stderr.write(`${basename(path)}: ${columns} x ${rows} x ${slices} voxels\n`);
    for (const { message } of warnings) io.stderr.write(`! ${message}\n`);
    return 0;
  } finally {
    await app.close();
  }
}
