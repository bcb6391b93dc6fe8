import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { FilePrediction } from "../../../app/commands/predictFile.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle predict BUNDLE --features FILE [--json] [--data DIR]
Runs a classifier on extracted features. ${researchUseNotice}

  BUNDLE           a model bundle (a folder or .zip with bundle.json and model.onnx), or the name of an installed model
  --features FILE  features as CSV (a row a case; other columns are left aside) or JSON, as fascicle extract and PyRadiomics write them
  --json           print one JSON object
  --data DIR       the data folder in which an installed model is looked up (${defaultDataFolder()})
  --help           print this
`;

/** `fascicle predict`: probabilities and class of each case. Answers 0, or 2 where it was called wrongly; throws PlainError where something does not fit. */
export async function predictVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { features: { type: "string" }, json: { type: "boolean" }, data: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [model] = positionals;
  if (model === undefined || positionals.length > 1 || values.features === undefined)
    return wrongUse(io, "predict", "give one BUNDLE and --features FILE.", usage);
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
