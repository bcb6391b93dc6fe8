import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Overlap } from "../../../app/commands/overlapFiles.ts";
import { columnsText, shortNumber } from "../columnsText.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle overlap A B [--label N] [--tau MM] [--json]
Agreement of two drawings. A and B are label maps on one grid: NRRD (.nrrd, .nhdr), NIfTI (.nii, .nii.gz) or FreeSurfer (.mgz, .mgh) files.

  --label N   the label to compare (default: the only one that occurs)
  --tau MM    the tolerance of the surface Dice (default: the shorter edge of a pixel)
  --json      print one JSON object, with everything
  --data DIR  taken as by every verb; no data folder is opened
  --help      print this

  Slices are counted along the axis of the largest spacing, from 0. Per slice distances run between contours in the plane, weighted by contour length, and are
  pooled over the slices that both drew; distances in space are given only where the slices that are drawn are neighbours. A slice that one alone drew lowers
  Dice and has no distances. docs/agreement.md says what each number means. Exit codes: 0 done, 1 failed, 2 wrong use.
  ${researchUseNotice}
`;

/** `fascicle overlap`: answers 0, or 2 where it was called wrongly. Throws PlainError where the files cannot be compared. */
export async function overlapVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      label: { type: "string" },
      tau: { type: "string" },
      json: { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => wrongUse(io, "overlap", words, usage);
  const [aPath, bPath, ...more] = positionals;
  if (aPath === undefined || bPath === undefined || more.length > 0) return wrong("give two label maps.");
  const label = values.label === undefined ? undefined : Number(values.label);
  if (label !== undefined && !(Number.isInteger(label) && label >= 1 && label <= 4_294_967_295))
    return wrong(`--label is a whole number from 1, not "${values.label}".`);
  const tauMm = values.tau === undefined ? undefined : Number(values.tau);
  if (tauMm !== undefined && !(values.tau?.trim() !== "" && tauMm >= 0 && Number.isFinite(tauMm)))
    return wrong(`--tau is a length in mm, not "${values.tau}".`);
  const { overlapFiles } = await import("../../../app/commands/overlapFiles.ts");
  const { notes, ...overlap } = await overlapFiles({ aPath, bPath, label, tauMm });
  for (const note of notes) io.stderr.write(`! ${note}\n`);
  io.stdout.write(values.json ? `${JSON.stringify({ notice: researchUseNotice, ...overlap }, null, 2)}\n` : asTable(overlap));
  return 0;
}

function asTable({ label, tauMm, volume, slices }: Omit<Overlap, "notes">): string {
  const head = ["", "Dice", "HD mm", "HD95 mm", "ASSD mm", `surface Dice (${shortNumber(tauMm)} mm)`];
  const { pooled } = slices;
  const rows = [
    ...slices.each.map(({ slice, dice, hd, hd95, assd, surfaceDice }) => [
      `slice ${slice}`,
      ...[dice, hd, hd95, assd, surfaceDice].map((value) => shortNumber(value)),
    ]),
    ["slices pooled", shortNumber(pooled.dice), "-", shortNumber(pooled.hd95), shortNumber(pooled.assd), "-"],
    ["in space", ...[volume.dice, volume.hd, volume.hd95, volume.assd, volume.surfaceDice].map((value) => shortNumber(value))],
  ];
  const words = [
    `Label ${label}: ${shortNumber(volume.volumeA / 1000)} ml in A, ${shortNumber(volume.volumeB / 1000)} ml in B.`,
    `Slices drawn in both: ${pooled.slicesBoth}, in A alone: ${pooled.slicesOnlyA}, in B alone: ${pooled.slicesOnlyB}.`,
    ...(volume.reason === null ? [] : [`No distances in space: ${volume.reason}.`]),
  ];
  return `${researchUseNotice}\n\n${columnsText([head, ...rows])}\n${words.join("\n")}\n`;
}
