import { existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { ModelBundle } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { compareSettings, readFeatureTable, type FeatureRow } from "../../services/exports/index.ts";
import { createJobs, workerPath } from "../../services/jobs/index.ts";
import {
  checkSettings,
  classify,
  createInference,
  createModels,
  describeInputs,
  openBundle,
  pickInputs,
  runBundle,
  type Inference,
} from "../../services/models/index.ts";
import { enginesOfTheSameValues, isSettingsHash, settingsHash } from "../../services/radiomics/index.ts";
import { openStore } from "../../services/store/index.ts";
import { forkProcess } from "../forkProcess.ts";
import { readUserFile, temporaryPath } from "../../services/system/index.ts";

const hashing = { settingsHash, isSettingsHash };

/** What a model says of each case of a features file. */
export interface FilePrediction {
  readonly bundle: ModelBundle;
  readonly bundleHash: string;
  /** False where the file does not say under which settings the features of every case were extracted. */
  readonly settingsChecked: boolean;
  /** Versions of the engine that measured cases of the file and whose values under these settings may differ from this version's. */
  readonly otherEngines: readonly string[];
  readonly rows: readonly {
    /** From 1. */
    readonly row: number;
    readonly probabilities: Readonly<Record<string, number>>;
    readonly positiveProbability: number;
    readonly predictedClass: string;
    readonly outsideTrainingRange: readonly string[];
  }[];
}

/**
 * Runs a bundle on every case of a features file; nothing is kept. `model` is a bundle's folder or .zip, or the id or name of one that is
 * installed in `dataFolder`.
 * Throws PlainError, naming the file and the row, where anything does not fit.
 */
export async function predictFile({
  model,
  featuresPath,
  dataFolder,
}: {
  model: string;
  featuresPath: string;
  dataFolder: string;
}): Promise<FilePrediction> {
  const fileName = basename(featuresPath);
  const text = (await readUserFile(featuresPath, "the features file", 2 ** 29)).toString("utf8");
  const table = readFeatureTable(text, fileName);
  const inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
  try {
    return existsSync(model)
      ? await predictWithBundle(model, table, fileName, inference)
      : await predictWithInstalled(model, table, fileName, dataFolder, inference);
  } finally {
    inference.close();
  }
}

async function predictWithBundle(
  source: string,
  table: readonly FeatureRow[],
  fileName: string,
  inference: Inference,
): Promise<FilePrediction> {
  const temporary = temporaryPath("bundle");
  mkdirSync(temporary, { mode: 0o700 });
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const { bundle, bundleHash, modelPath } = await openBundle({ source, folder: join(temporary, "bundle"), inference, hashing });
    return await predict({
      bundle,
      bundleHash,
      table,
      fileName,
      run: async (rows) => (await runBundle({ bundle, bundleHash, modelPath, keepSession: false, inference }, rows)).rows,
    });
  } finally {
    process.off("exit", remove);
    remove();
  }
}

async function predictWithInstalled(
  name: string,
  table: readonly FeatureRow[],
  fileName: string,
  dataFolder: string,
  inference: Inference,
): Promise<FilePrediction> {
  const absent = new PlainError(
    `There is no folder or .zip "${name}", and no model of that name is installed. Give a bundle's path, or the name of an installed ` +
      `model and its data folder (--data).`,
  );
  if (!existsSync(join(dataFolder, "fascicle.db"))) throw absent;
  const store = openStore(dataFolder);
  const jobs = createJobs(store);
  try {
    const models = createModels({ store, jobs, inference, hashing });
    const model = models.find(name);
    if (!model) throw absent;
    return await predict({
      bundle: model.bundle,
      bundleHash: model.bundleHash,
      table,
      fileName,
      run: (rows) => models.runRows(model.id, rows),
    });
  } finally {
    await jobs.close();
    store.close();
  }
}

async function predict({
  bundle,
  bundleHash,
  table,
  fileName,
  run,
}: {
  bundle: ModelBundle;
  bundleHash: string;
  table: readonly FeatureRow[];
  fileName: string;
  run: (rows: readonly (readonly number[])[]) => Promise<number[][]>;
}): Promise<FilePrediction> {
  const whereOf = (index: number) => (table.length === 1 ? fileName : `Row ${index + 1} of ${fileName}`);
  for (const [index, { error }] of table.entries()) {
    if (error !== undefined)
      throw new PlainError(`${whereOf(index)} has no features: "${error}" Extract this case again, or leave it out of the file.`);
  }
  const checked = table.map((row, index) => checkStated(bundle, row, whereOf(index)));
  for (const [index, { texts }] of table.entries()) {
    const feature = bundle.input.features.find((name) => texts.has(name));
    if (feature !== undefined)
      throw new PlainError(
        `${whereOf(index)}: ${feature} is "${texts.get(feature)!.slice(0, 40)}", which is no ` +
          `number${/^\s*[+-]?\d+,\d+([eE][+-]?\d+)?\s*$/.test(texts.get(feature)!) ? ": it has a decimal comma. Write decimals with a point" : ""}. ` +
          `Correct the table, or extract the features again.`,
      );
  }
  const inputs = table.map(({ values }, index) => pickInputs(bundle, values, whereOf(index)));
  const results = await run(inputs);
  const sameValues = enginesOfTheSameValues(bundle.input.settings);
  return {
    bundle,
    bundleHash,
    settingsChecked: checked.every(Boolean),
    otherEngines: [...new Set(table.flatMap(({ engineVersion }) => engineVersion ?? []))].filter(
      (version) => !sameValues.includes(version),
    ),
    rows: results.map((probabilities, index) => ({
      row: index + 1,
      ...classify(bundle, probabilities),
      outsideTrainingRange: describeInputs(bundle, inputs[index]!)
        .filter(({ outsideTrainingRange }) => outsideTrainingRange)
        .map(({ feature }) => feature),
    })),
  };
}

/** True where the file states the settings of this case and they are the bundle's; false where it does not state them. Throws PlainError where they differ. */
function checkStated(bundle: ModelBundle, { settingsHash, settings, imageTypes }: FeatureRow, where: string): boolean {
  if (settingsHash !== undefined) {
    checkSettings(bundle, settingsHash, hashing, where);
    return true;
  }
  if (!settings) return false;
  const differences = compareSettings(settings, bundle.input.settings, imageTypes);
  if (differences.length > 0) {
    throw new PlainError(
      `${where} was extracted under other settings than ${bundle.name} ${bundle.version} was trained with: ${differences.join("; ")}. ` +
        `Extract the features again with the model's settings.`,
    );
  }
  return true;
}
