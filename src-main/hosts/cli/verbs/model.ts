import { parseArgs } from "node:util";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { ModelCheck } from "../../../app/commands/checkModel.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle model check BUNDLE [--json]
fascicle model import FOLDER [--configuration NAME] --side FILE --out BUNDLE [--json]
Runs the golden cases of a model bundle on this machine, or makes a network of nnU-Net v2, or a MONAI bundle, a bundle. ${researchUseNotice}

  BUNDLE                a model bundle of format 2, a folder or a .zip of it; with import the folder that is made
  FOLDER                nnU-Net: plans.json, dataset.json, and the networks as fold_0.onnx, fold_1.onnx, ... or fold_all.onnx; MONAI:
                        configs/metadata.json, configs/inference.json, and the network as one .onnx
  --configuration NAME  of nnU-Net: one of plans.json's, such as 3d_fullres; cascades are refused
  --side FILE           what these files do not say, in YAML or JSON: names of images, training data, licences
  --json                print one JSON object
  --data DIR            taken as by every verb; no data folder is opened
  --help                print this

  check: every file is compared with its hash, every golden case is prepared and run, and the memory of a patch is measured.
  import: what is missing or not known is refused by name, and nothing is guessed. The golden case is a made image computed on this machine: it shows that the
  bundle does the same elsewhere, not that it was taken over rightly. Compare a case of your own with nnU-Net or MONAI. docs/model-bundle.md explains the side file.
  Exit codes: 0 done and every case right, 1 one is not, or it failed, 2 wrong use.
`;

/** `fascicle model`: answers 0, 1 where a golden case comes out otherwise, 2 where it was called wrongly. Throws PlainError where it cannot be done. */
export async function modelVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      configuration: { type: "string" },
      side: { type: "string" },
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
  const [action, path, ...more] = positionals;
  const { configuration, side: sidePath, out: outFolder } = values;
  if ((action !== "check" && action !== "import") || path === undefined || more.length > 0)
    return wrongUse(io, "model", "give check and one BUNDLE, or import and one FOLDER.", usage);
  const bar = progressBar(io.stderr);
  const onProgress = (done: number, total: number) => bar.show({ phase: "golden cases", done, total });
  if (action === "check") {
    if (configuration !== undefined || sidePath !== undefined || outFolder !== undefined)
      return wrongUse(io, "model", "--configuration, --side and --out go with import.", usage);
    const { checkModel } = await import("../../../app/commands/checkModel.ts");
    const check = await checkModel(path, onProgress).finally(() => bar.end());
    io.stdout.write(values.json ? `${JSON.stringify({ notice: researchUseNotice, ...check }, null, 2)}\n` : checkAsText(check));
    return check.golden.every(({ problems }) => problems.length === 0) ? 0 : 1;
  }
  if (sidePath === undefined || outFolder === undefined)
    return wrongUse(io, "model", "import needs --side FILE and --out BUNDLE, and of nnU-Net --configuration NAME.", usage);
  const { importModel } = await import("../../../app/commands/importModel.ts");
  const bundle = await importModel({ folder: path, configuration, sidePath, outFolder, onProgress }).finally(() => bar.end());
  io.stdout.write(values.json ? `${JSON.stringify({ notice: researchUseNotice, bundle }, null, 2)}\n` : bundleAsText(bundle, outFolder));
  return 0;
}

function checkAsText({ name, version, golden, patchMb, statedPatchMb }: ModelCheck): string {
  const cases = golden.flatMap(({ name: golden, problems, seconds, memory }) => [
    `${golden}: ${problems.length === 0 ? "right" : "NOT right"} (${seconds.toFixed(1)} s, peak ${Math.ceil(memory.peakBytes / 2 ** 20)} MB)`,
    ...problems.map((problem) => `  ${problem}`),
  ]);
  const memory =
    patchMb > statedPatchMb
      ? [`A patch took ${patchMb} MB here, more than the bundle says (limits.patchMb ${statedPatchMb}). Write at least that.`]
      : [`A patch took ${patchMb} MB here; the bundle says ${statedPatchMb} (limits.patchMb).`];
  return `${[`${name} ${version}`, researchUseNotice, "", ...cases, ...memory].join("\n")}\n`;
}

function bundleAsText({ name, version, input, inference, output, limits }: SegmentationBundle, outFolder: string): string {
  const mm = input.grid.kind === "spacing" ? input.grid.mm.map((each) => each ?? "as it is").join(", ") : "as it is";
  const patch = inference.patch === "whole volume" ? inference.patch : inference.patch.join(" x ");
  return `${[
    `${name} ${version} was written to ${outFolder}.`,
    researchUseNotice,
    "",
    `Images: ${input.images.map((image) => `${image.name} (${image.sequence}; ${image.normalise.kind})`).join(", ")}`,
    `Axes: ${input.orientation}, ${input.tensorAxes}; spacing ${mm} mm; patch ${patch}; mirrored along ${inference.mirrorAxes.join(", ") || "none"}`,
    `Labels: ${output.labels.map((label) => `${label.value} ${label.name}`).join(", ")}; ${output.post.length} steps of post-processing`,
    `Networks: ${inference.folds.join(", ")}; a patch took ${limits.patchMb} MB here`,
    "",
    "The golden case is a made image whose outcome was computed here: it shows that the bundle does the same on another machine, not that it was taken over",
    "rightly. Compare a case of your own with the program that it comes from before you use it.",
  ].join("\n")}\n`;
}
