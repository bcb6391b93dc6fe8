import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { InstalledModel, Prediction } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { isProcessAlive } from "../system/index.ts";
import type { Inference, RunOptions } from "./inference.ts";
import { checkSettings, makePrediction, pickInputs } from "./makePrediction.ts";
import { createModelTable, createPredictionTable } from "./modelTables.ts";
import { openBundle, runBundle } from "./openBundle.ts";
import type { HashSettings } from "./readBundle.ts";

/** The installed model bundles, and their runs. */
export interface Models {
  /**
   * Installs a bundle, a folder or a .zip: copied, checked, its golden case run, then kept under its hash. Installing the same bundle again answers the one that is there.
   * Throws PlainError where the bundle is refused, or where other content is installed under its name and version.
   */
  install(path: string, options?: RunOptions): Promise<InstalledModel>;
  /** The same as a job; its result is the InstalledModel. `afterwards` runs at its end, however it ends. */
  startInstall(path: string, afterwards?: () => Promise<void> | void): string;
  list(): InstalledModel[];
  /** Throws PlainError where there is no such model. */
  describe(modelId: string): InstalledModel;
  /** An installed model by its id, its name, or "name version"; undefined where there is none, the newest where several fit. */
  find(nameOrId: string): InstalledModel | undefined;
  /** Takes a model away. What it predicted stays. */
  remove(modelId: string): Promise<void>;
  /**
   * Runs a model on a feature set and keeps the prediction. Throws PlainError where the features were extracted under other settings, one is missing or no finite number,
   * or the model refuses, ends its process, takes too long or is cancelled.
   */
  run(request: { modelId: string; featureSet: FeatureSet }, options?: RunOptions): Promise<Prediction>;
  /** Probabilities of rows of inputs, each in the order of the bundle's features and classes; nothing is kept. */
  runRows(modelId: string, rows: readonly (readonly number[])[], options?: RunOptions): Promise<number[][]>;
  /** Throws PlainError where there is no such prediction. */
  describePrediction(predictionId: string): Prediction;
  /** Predictions on a segmentation, the newest first. */
  listPredictions(segmentationId: string): Prediction[];
  /** Keeps the picture of the ROI (PNG) for the report; replaces an earlier one. Throws PlainError where the bytes are no PNG or too many. */
  keepPicture(predictionId: string, png: Uint8Array): void;
  picture(predictionId: string): Uint8Array | undefined;
  /** Ends the inference process. */
  close(): void;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
export const largestPictureBytes = 8 * 2 ** 20;

/** Makes the models of one store. What an earlier run left unfinished is removed. */
export function createModels({ store, jobs, inference, hashSettings }: { store: Store; jobs: Jobs; inference: Inference; hashSettings: HashSettings }): Models {
  const models = createModelTable(store);
  const predictions = createPredictionTable(store);
  const folderOf = (bundleHash: string) => join(store.modelsFolder, bundleHash);
  removeUnfinished(store, (folder) => models.hasHash(folder));

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
  const keep = store.database.transaction((staging: string, model: InstalledModel): InstalledModel => {
    const { id, bundle, bundleHash } = model;
    const present = models.find(id);
    if (present && existsSync(folderOf(bundleHash))) return present;
    const namesake = models.findVersion(bundle.name, bundle.version);
    if (namesake && namesake.id !== id) {
      throw new PlainError(`Another bundle is installed as ${bundle.name} ${bundle.version}, with other content. Remove that one first, or ask the authors for a bundle with a version of its own.`);
    }
    rmSync(folderOf(bundleHash), { recursive: true, force: true });
    renameSync(staging, folderOf(bundleHash));
    syncFolder(store.modelsFolder);
    if (!present) models.insert(model);
    return present ?? model;
  });

  const install = async (path: string, options: RunOptions = {}): Promise<InstalledModel> => {
    const staging = join(store.modelsFolder, `unfinished-${process.pid}-${randomUUID()}`);
    try {
      const { bundle, bundleHash, modelHash } = await openBundle({ source: path, folder: staging, inference, hashSettings }, options);
      syncFolder(staging);
      return keep.immediate(staging, { id: bundleHash.slice(0, 16), bundle, bundleHash, modelHash, installedAt: new Date().toISOString() });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  };

  const runRows = async (model: InstalledModel, rows: readonly (readonly number[])[], options: RunOptions | undefined) => {
    const modelPath = join(folderOf(model.bundleHash), "model.onnx");
    if (!existsSync(modelPath)) throw new PlainError(`The file model.onnx of ${model.bundle.name} is gone from the data folder. Remove the model and install it again.`);
    return runBundle({ bundle: model.bundle, modelPath, inference }, rows, options);
  };

  return {
    install,
    startInstall: (path, afterwards) => jobs.start({
      kind: "model.install",
      title: "Install a model bundle",
      run: async ({ signal, progress }) => {
        progress({ phase: "checking the bundle and running its golden case" });
        try {
          return await install(path, { signal });
        } finally {
          await afterwards?.();
        }
      },
    }),
    list: () => models.list(),
    describe,
    find: (nameOrId) => models.find(nameOrId)
      ?? models.list().find(({ bundle }) => bundle.name === nameOrId || `${bundle.name} ${bundle.version}` === nameOrId),
    remove: async (modelId) => {
      const { bundleHash } = describe(modelId);
      models.remove(modelId);
      await rm(folderOf(bundleHash), { recursive: true, force: true });
    },
    run: async ({ modelId, featureSet }, options) => {
      const model = describe(modelId);
      const where = `The feature set of ${featureSet.segmentName}`;
      checkSettings(model.bundle, featureSet.settingsHash, where);
      const values = pickInputs(model.bundle, new Map(featureSet.features.map(({ name, value }) => [name, value])), where);
      const { rows, zipMapRemoved } = await runRows(model, [values], options);
      const prediction = makePrediction({ model, featureSet, values, probabilities: rows[0]!, zipMapRemoved });
      predictions.insert(prediction);
      return prediction;
    },
    runRows: async (modelId, rows, options) => (await runRows(describe(modelId), rows, options)).rows,
    describePrediction,
    listPredictions: (segmentationId) => predictions.list(segmentationId),
    keepPicture: (predictionId, png) => {
      describePrediction(predictionId);
      if (png.length > largestPictureBytes) throw new PlainError(`The picture is larger than ${largestPictureBytes / 2 ** 20} MB. Make the viewport smaller and try again.`);
      if (!pngSignature.every((byte, index) => png[index] === byte)) throw new PlainError("The picture is not a PNG file.");
      predictions.setPicture(predictionId, png);
    },
    picture: (predictionId) => {
      describePrediction(predictionId);
      return predictions.picture(predictionId);
    },
    close: () => inference.close(),
  };
}

/** Copies whose program is gone (those of a second program on the same folder are left to it), and bundles that the database does not know: an install or a removal ended on its way. */
function removeUnfinished({ database, modelsFolder }: Store, isKnown: (bundleHash: string) => boolean): void {
  database.transaction(() => {
    for (const name of readdirSync(modelsFolder)) {
      const processId = /^unfinished-(\d+)-/.exec(name)?.[1];
      const isCopy = processId !== undefined && (Number(processId) === process.pid || !isProcessAlive(Number(processId)));
      const isStray = /^[0-9a-f]{64}$/.test(name) && !isKnown(name);
      if (isCopy || isStray) rmSync(join(modelsFolder, name), { recursive: true, force: true });
    }
  }).immediate();
}

/** A rename is on disk when its folder is. Windows has no such call, and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
