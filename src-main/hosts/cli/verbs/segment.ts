import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { FileSegmentation } from "../../../app/commands/segmentFile.ts";
import { columnsText, shortNumber } from "../columnsText.ts";
import { progressBar } from "../progressBar.ts";
import { readRoles } from "../readRoles.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle segment BUNDLE (IMAGE | --role NAME=FILE ...) --out FILE [--json]
Draws with a network. ${researchUseNotice}

  BUNDLE            a model bundle of format 2 that draws: a folder, or a .zip of it
  IMAGE             the image of a bundle that takes one: NRRD, NIfTI or FreeSurfer
  --role NAME=FILE  an image by the bundle's name for it; once for each. They lie on one grid
  --out FILE        the label map: .nrrd (with names and colours), .nii or .nii.gz, on the grid of the image that counts
  --json            print one JSON object
  --data DIR        taken as by every verb; no data folder is opened
  --help            print this

  Nothing leaves this machine, and the network runs in a process of its own. docs/model-bundle.md explains bundles.
  Exit codes: 0 done, 1 failed, 2 wrong use.
`;

/** `fascicle segment`: answers 0, or 2 where it was called wrongly; throws PlainError where something does not fit. */
export async function segmentVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      role: { type: "string", multiple: true },
      out: { type: "string" },
      json: { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => wrongUse(io, "segment", words, usage);
  const [bundlePath, only, ...more] = positionals;
  const roles = readRoles(values.role ?? []);
  if (typeof roles === "string") return wrong(roles);
  if (bundlePath === undefined || more.length > 0) return wrong("give one BUNDLE, and one image or --role NAME=FILE for each.");
  if ((only === undefined) === (roles.size === 0)) return wrong("give one image, or --role NAME=FILE for each, and not both.");
  if (values.out === undefined) return wrong("say where the label map is written: --out FILE.");
  const { segmentFile } = await import("../../../app/commands/segmentFile.ts");
  const bar = progressBar(io.stderr);
  const { notes, ...drawn } = await segmentFile({
    bundlePath,
    only,
    roles,
    outPath: values.out,
    onProgress: (done, total) => bar.show({ phase: "patches", done, total }),
  }).finally(() => bar.end());
  for (const note of notes) io.stderr.write(`! ${note}\n`);
  io.stdout.write(values.json ? `${JSON.stringify(drawn, null, 2)}\n` : asText(drawn));
  return 0;
}

function asText({ model, labels, notice }: Omit<FileSegmentation, "notes">): string {
  const rows = labels.map(({ value, name, voxels, ml }) => [String(value), name, String(voxels), shortNumber(ml)]);
  return `${model.name} ${model.version}\n${notice}\n\n${columnsText([["label", "name", "voxels", "ml"], ...rows])}\n`;
}
