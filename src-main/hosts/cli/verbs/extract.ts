import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { extractFiles } from "../../../app/commands/extractFiles.ts";
import type { VerbIo } from "../verb.ts";

export const extractUsage = `fascicle extract IMAGE MASK [--label N] [--param FILE] [--out FILE] [--format csv|json]
  Prints PyRadiomics' features of one label of MASK on IMAGE; both are NRRD (.nrrd, .nhdr) or NIfTI (.nii, .nii.gz) files on one grid.
  --label N           the label to measure (default: the parameter file's, else 1)
  --param FILE        a PyRadiomics parameter file (default: PyRadiomics' own defaults, every class)
  --out FILE          write there instead of printing
  --format csv|json   a header line and a values line (the default), or one object of names to numbers
  ${researchUseNotice}
`;

/** Extracts features from files; answers the exit code: 0 done, 2 wrong use. Throws PlainError where the files or settings cannot be used. */
export async function extractVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      label: { type: "string" }, param: { type: "string" }, out: { type: "string" }, format: { type: "string" },
      // No data folder is opened; the option is taken as by every verb.
      data: { type: "string" }, help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(extractUsage);
    return 0;
  }
  const wrong = (words: string) => {
    io.stderr.write(`fascicle extract: ${words}\n\n${extractUsage}`);
    return 2;
  };
  const [imagePath, maskPath, ...more] = positionals;
  if (imagePath === undefined || maskPath === undefined || more.length > 0) return wrong("give one image and one mask.");
  const format = values.format ?? "csv";
  if (format !== "csv" && format !== "json") return wrong(`--format is csv or json, not "${format}".`);
  const label = values.label === undefined ? undefined : Number(values.label);
  if (label !== undefined && (!Number.isInteger(label) || label < 1 || label > 4_294_967_295)) return wrong(`--label is a whole number from 1, not "${values.label}".`);

  const onTerminal = "isTTY" in io.stderr && Boolean(io.stderr.isTTY);
  const text = await extractFiles({
    imagePath, maskPath, format,
    label,
    parameterPath: values.param,
    outPath: values.out,
    onProgress: onTerminal ? (done, total, phase) => void io.stderr.write(`\r\u001b[K${phase} ${done} of ${total}`) : undefined,
  }).finally(() => onTerminal && io.stderr.write("\r\u001b[K"));
  if (values.out === undefined) io.stdout.write(text);
  return 0;
}
