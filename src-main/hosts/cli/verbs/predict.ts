import { parseArgs } from "node:util";
import type { ScoredCases } from "#shared/api/network.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { FilePrediction } from "../../../app/commands/predictFile.ts";
import type { PredictVolumeRequest } from "../../../app/commands/predictVolume.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { columnsText, shortNumber } from "../columnsText.ts";
import { progressBar } from "../progressBar.ts";
import { readRoles } from "../readRoles.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle predict BUNDLE --features FILE [--json] [--data DIR]
fascicle predict BUNDLE [--role NAME=FILE ...] [--table FILE] [--json]
Runs a classifier on extracted features, or a network on images, a table, or both. ${researchUseNotice}

  BUNDLE            a model bundle (a folder or .zip with bundle.json and model.onnx), or the name of an installed model; for images and tables a
                    bundle of format 2, a folder or .zip
  --features FILE   features as CSV (a row a case; other columns are left aside) or JSON, as fascicle extract and PyRadiomics write them
  --role NAME=FILE  an image by the bundle's name for it; once for each. They lie on one grid
  --table FILE      CSV with the bundle's columns: one row with images, any number without
  --json            print one JSON object
  --data DIR        the data folder in which an installed model is looked up (${defaultDataFolder()})
  --help            print this
`;

/** `fascicle predict`: probabilities and class of each case. Answers 0, or 2 where it was called wrongly; throws PlainError where something does not fit. */
export async function predictVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      features: { type: "string" },
      role: { type: "string", multiple: true },
      table: { type: "string" },
      json: { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [model] = positionals;
  const isOfVolumes = values.role !== undefined || values.table !== undefined;
  if (model === undefined || positionals.length > 1 || (values.features !== undefined) === isOfVolumes)
    return wrongUse(io, "predict", "give one BUNDLE, and --features FILE, or --role NAME=FILE and --table FILE.", usage);
  if (values.features === undefined) {
    const roles = readRoles(values.role ?? []);
    if (typeof roles === "string") return wrongUse(io, "predict", roles, usage);
    return predictVolumes({ bundlePath: model, roles, tablePath: values.table }, values.json === true, io);
  }
  const { predictFile } = await import("../../../app/commands/predictFile.ts");
  const prediction = await predictFile({ model, featuresPath: values.features, dataFolder: values.data ?? defaultDataFolder() });
  if (!prediction.settingsChecked) {
    io.stderr.write(
      `The features file does not say under which settings its features were extracted, so they could not be checked. ` +
        `${prediction.bundle.name} needs ${JSON.stringify(prediction.bundle.input.settings)}.\n`,
    );
  }
  if (prediction.otherEngines.length > 0) {
    io.stderr.write(
      `Features of the file were measured by version ${prediction.otherEngines.join(" and ")} of the engine, whose values may differ from ` +
        `this version's. Extract them again to be sure.\n`,
    );
  }
  for (const { row, outsideTrainingRange } of prediction.rows) {
    if (outsideTrainingRange.length > 0) io.stderr.write(`Row ${row}: outside the training range: ${outsideTrainingRange.join(", ")}.\n`);
  }
  io.stdout.write(values.json ? `${JSON.stringify(asJson(prediction), null, 2)}\n` : asTable(prediction));
  return 0;
}

async function predictVolumes(request: PredictVolumeRequest, isJson: boolean, io: VerbIo): Promise<number> {
  const { predictVolume } = await import("../../../app/commands/predictVolume.ts");
  const bar = progressBar(io.stderr);
  const { notes, ...prediction } = await predictVolume({
    ...request,
    onProgress: (done, total) => bar.show({ phase: "networks", done, total }),
  }).finally(() => bar.end());
  for (const note of notes) io.stderr.write(`! ${note}\n`);
  io.stdout.write(isJson ? `${JSON.stringify({ notice: researchUseNotice, ...prediction, notes }, null, 2)}\n` : volumesAsText(prediction));
  return 0;
}

function volumesAsText({ model, positiveClass, threshold, value, rows }: Omit<ScoredCases, "notes">): string {
  const head = value
    ? `${model.name} ${model.version}; ${value.name}, ${value.unit}`
    : `${model.name} ${model.version}; ${positiveClass} from a probability of ${threshold}`;
  const classes = Object.keys(rows[0]?.probabilities ?? {});
  const cells = [
    ["row", ...(value ? [value.name] : [...classes, "class"]), ...(rows[0]?.members ?? []).map(({ name }) => name)],
    ...rows.map((row) => [
      String(row.row),
      ...(value ? [shortNumber(row.value!)] : [...classes.map((name) => row.probabilities![name]!.toFixed(6)), row.predictedClass!]),
      ...row.members.map(({ score }) => score.toFixed(6)),
    ]),
  ];
  return `${[head, ...(model.notice ? [model.notice] : []), researchUseNotice, "", columnsText(cells)].join("\n")}\n`;
}

function asJson({ bundle, bundleHash, settingsChecked, rows }: FilePrediction): object {
  return {
    notice: researchUseNotice,
    model: { name: bundle.name, version: bundle.version, bundleHash, notice: bundle.notice ?? null },
    positiveClass: bundle.positiveClass,
    threshold: bundle.threshold,
    settingsChecked,
    rows,
  };
}

function asTable({ bundle, rows }: FilePrediction): string {
  const cells = [
    ["row", ...bundle.classes, "class"],
    ...rows.map(({ row, probabilities, predictedClass }) => [
      String(row),
      ...bundle.classes.map((name) => probabilities[name]!.toFixed(6)),
      predictedClass,
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  const head = [
    `${bundle.name} ${bundle.version}; ${bundle.positiveClass} from a probability of ${bundle.threshold}`,
    ...(bundle.notice ? [bundle.notice] : []),
    researchUseNotice,
  ];
  return `${[...head, "", ...lines].join("\n")}\n`;
}
