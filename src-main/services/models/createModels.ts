import { existsSync, renameSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { FeaturePrediction, InstalledModel, InstallResult, NetworkPrediction, Prediction } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../jobs/index.ts";
import { removeUnfinished, type Author, type Store, type Write } from "../store/index.ts";
import type { Inference, RunOptions } from "./inference.ts";
import { checkSettings, makePrediction, pickInputs } from "./makePrediction.ts";
import { createModelTable, createPredictionTable } from "./modelTables.ts";
import { hashBundleFolder } from "./hashBundle.ts";
import { openBundle, runBundle } from "./openBundle.ts";
import { parseDescription, type SettingsHashing } from "./readBundle.ts";
import { syncFolder, unfinishedName } from "../system/index.ts";

/** The installed model bundles, and their runs. */
export interface Models {
  /**
   * Installs a bundle, a folder or a .zip: copied, checked, its golden case run, then kept under its hash. Installing the same bundle again
   * answers the one that is there, and puts its files
   * right where they are damaged or gone.
   * Throws PlainError where the bundle is refused, or where other content is installed under its name and version.
   */
  install(by: Author, path: string, options?: RunOptions): Promise<InstallResult>;
  /** The same as a job; its result is the InstallResult. `afterwards` runs at its end, however it ends. */
  startInstall(by: Author, path: string, afterwards?: () => Promise<void> | void): string;
  list(): InstalledModel[];
  /** Throws PlainError where there is no such model. */
  describe(modelId: string): InstalledModel;
  /** An installed model by its id, its name, or "name version"; undefined where there is none, the newest where several fit. */
  find(nameOrId: string): InstalledModel | undefined;
  /** Takes a model away. What it predicted stays. */
  remove(by: Author, modelId: string): Promise<void>;
  /**
   * Runs a model on a feature set and keeps the prediction. Throws PlainError where the model's files are not those that were installed,
   * the features were extracted under other settings, one is missing or no finite number,
   * or the model refuses, ends its process, takes too long or is cancelled.
   */
  run(by: Author, request: { modelId: string; featureSet: FeatureSet }, options?: RunOptions): Promise<FeaturePrediction>;
  /** Probabilities of rows of inputs, each in the order of the bundle's features and classes; nothing is kept. */
  runRows(modelId: string, rows: readonly (readonly number[])[], options?: RunOptions): Promise<number[][]>;
  /** Throws PlainError where there is no such prediction. */
  describePrediction(predictionId: string): Prediction;
  /** The same where it was made from features of a segment; throws PlainError for the others, of which there is no report. */
  describeFeaturePrediction(predictionId: string): FeaturePrediction;
  /** Keeps a prediction that was made from images or a table. */
  keep(by: Author, prediction: Prediction): void;
  /** Predictions on a segmentation, the newest first. */
  listPredictions(segmentationId: string): FeaturePrediction[];
  /** Predictions from images among which a volume was, the newest first. */
  listPredictionsOfVolume(volumeId: string): NetworkPrediction[];
  /** Keeps the picture of the ROI (PNG) for the report; replaces an earlier one. Throws PlainError where the bytes are no PNG or too many. */
  keepPicture(by: Author, predictionId: string, png: Uint8Array): void;
  picture(predictionId: string): Uint8Array | undefined;
  /** Ends the inference process. */
  close(): void;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
export const largestPictureBytes = 8 * 2 ** 20;

/** Makes the models of one store. What an earlier run left unfinished is removed. */
export function createModels({
  store,
  jobs,
  inference,
  hashing,
}: {
  store: Store;
  jobs: Jobs;
  inference: Inference;
  hashing: SettingsHashing;
}): Models {
  const models = createModelTable(store, hashing);
  const predictions = createPredictionTable(store);
  const folderOf = (bundleHash: string) => join(store.modelsFolder, bundleHash);
  removeUnfinished(store, store.modelsFolder, (name) => /^[0-9a-f]{64}$/.test(name) && !models.hasHash(name));

  const describe = (modelId: string): InstalledModel => {
    const model = models.find(modelId);
    if (!model) throw new PlainError("This model is not installed (any more). Choose another, or install it again.");
    return model;
  };

  const describePrediction = (predictionId: string): Prediction => {
    const prediction = predictions.find(predictionId);
    if (!prediction) throw new PlainError("There is no such prediction.");
    return prediction;
  };

  /** Folder and row come together: under the database's lock, so that another program at its start does not take the folder for a leftover. */
  const keep = (write: Write, staging: string, model: InstalledModel, isIntact: boolean): InstallResult => {
    const { id, bundle, bundleHash } = model;
    const present = models.find(id);
    if (present && isIntact && isDeepStrictEqual(present.bundle, bundle)) return present;
    const namesake = models.findVersion(bundle.name, bundle.version);
    if (namesake && namesake.id !== id) {
      throw new PlainError(
        `Another bundle is installed as ${bundle.name} ${bundle.version}, with other content. Remove that one first, or ask the authors ` +
          `for a bundle with a version of its own.`,
      );
    }
    // Out of the way by a rename: at no moment is there half a bundle under this name.
    if (existsSync(folderOf(bundleHash))) renameSync(folderOf(bundleHash), `${staging}-replaced`);
    renameSync(staging, folderOf(bundleHash));
    syncFolder(store.modelsFolder);
    if (present) models.setBundle(write, model);
    else models.insert(write, model);
    return present ? { ...present, bundle, restored: true } : model;
  };

  /** Whether the files of a bundle are there, and those that were installed. */
  const hasIntactFiles = (bundleHash: string): Promise<boolean> =>
    hashBundleFolder(folderOf(bundleHash)).then(
      (found) => found.bundleHash === bundleHash,
      () => false,
    );

  const install = async (by: Author, path: string, options: RunOptions = {}): Promise<InstallResult> => {
    if (store.isReadOnly) throw new PlainError("The data folder may only be read: no model can be installed in it.");
    const staging = join(store.modelsFolder, unfinishedName());
    try {
      const { bundle, bundleHash, modelHash } = await openBundle({ source: path, folder: staging, inference, hashing }, options);
      syncFolder(staging);
      const isIntact = await hasIntactFiles(bundleHash);
      const model = {
        id: bundleHash.slice(0, 16),
        bundle,
        bundleHash,
        modelHash,
        settingsHash: hashing.settingsHash(bundle.input.settings),
        installedAt: store.now(),
      };
      return store.write(by, (write) => keep(write, staging, model, isIntact));
    } finally {
      for (const leftover of [staging, `${staging}-replaced`]) await rm(leftover, { recursive: true, force: true });
    }
  };

  const runRows = async (model: InstalledModel, rows: readonly (readonly number[])[], options: RunOptions | undefined) => {
    const modelPath = join(folderOf(model.bundleHash), "model.onnx");
    if (!existsSync(modelPath))
      throw new PlainError(
        `The file model.onnx of ${model.bundle.name} is gone from the data folder. Remove the model and install it again.`,
      );
    await refuseChanged(model, folderOf(model.bundleHash));
    return runBundle({ bundle: model.bundle, bundleHash: model.bundleHash, modelPath, keepSession: true, inference }, rows, options);
  };

  return {
    install,
    startInstall: (by, path, afterwards) =>
      jobs.start({
        kind: "model.install",
        lane: "inference",
        discard: async () => afterwards?.(),
        title: "Installing a model bundle",
        run: async ({ signal, progress }) => {
          progress({ phase: "checking the bundle and running its golden case" });
          try {
            return await install(by, path, { signal });
          } finally {
            await afterwards?.();
          }
        },
      }),
    list: () => models.list(),
    describe,
    find: (nameOrId) =>
      models.find(nameOrId) ??
      models.list().find(({ bundle }) => bundle.name === nameOrId || `${bundle.name} ${bundle.version}` === nameOrId),
    remove: async (by, modelId) => {
      const { bundleHash } = describe(modelId);
      store.write(by, (write) => models.remove(write, modelId));
      await rm(folderOf(bundleHash), { recursive: true, force: true });
    },
    run: async (by, { modelId, featureSet }, options) => {
      const model = describe(modelId);
      const where = `The feature set of ${featureSet.segmentName}`;
      checkSettings(model.bundle, featureSet.settingsHash, hashing, where);
      const values = pickInputs(model.bundle, new Map(featureSet.features.map(({ name, value }) => [name, value])), where);
      const { rows, zipMapRemoved } = await runRows(model, [values], options);
      const prediction = makePrediction({ model, featureSet, values, probabilities: rows[0]!, zipMapRemoved, createdAt: store.now() });
      store.write(by, (write) => predictions.insert(write, prediction));
      return prediction;
    },
    runRows: async (modelId, rows, options) => (await runRows(describe(modelId), rows, options)).rows,
    describePrediction,
    describeFeaturePrediction: (predictionId) => {
      const prediction = describePrediction(predictionId);
      if (prediction.kind !== "features")
        throw new PlainError("This prediction was not made from the features of a segment; there is no such report of it.");
      return prediction;
    },
    keep: (by, prediction) => store.write(by, (write) => predictions.insert(write, prediction)),
    listPredictionsOfVolume: (volumeId) => predictions.listOfVolume(volumeId),
    listPredictions: (segmentationId) => predictions.list(segmentationId),
    keepPicture: (by, predictionId, png) => {
      describePrediction(predictionId);
      if (png.length > largestPictureBytes)
        throw new PlainError(`The picture is larger than ${largestPictureBytes / 2 ** 20} MB. Make the viewport smaller and try again.`);
      if (!pngSignature.every((byte, index) => png[index] === byte)) throw new PlainError("The picture is not a PNG file.");
      store.write(by, (write) => predictions.setPicture(write, predictionId, png));
    },
    picture: (predictionId) => {
      describePrediction(predictionId);
      return predictions.picture(predictionId);
    },
    close: () => inference.close(),
  };
}

/** What was installed is run with its settings, ranges and classes as the database has them: these too must be those of bundle.json. */
async function refuseChanged({ bundle }: InstalledModel, folder: string): Promise<void> {
  const isSame = await readFile(join(folder, "bundle.json"), "utf8").then(
    (text) => isDeepStrictEqual(parseDescription(text), bundle),
    () => false,
  );
  if (!isSame) {
    throw new PlainError(
      `The description of ${bundle.name} ${bundle.version} (bundle.json) in the data folder is not the one that was installed: it is ` +
        `damaged, gone or was changed. Nothing was computed. Install the same bundle again; that puts it right.`,
    );
  }
}
