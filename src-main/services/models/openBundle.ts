import type { ModelBundle } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Inference, RunOptions } from "./inference.ts";
import { limitsOf } from "./limits.ts";
import { linearProbability } from "./linearModel.ts";
import { readBundle, type SettingsHashing } from "./readBundle.ts";
import { stageBundle, type StagedBundle } from "./stageBundle.ts";

/** A bundle that was read, copied into a folder of ours, and whose golden case came out right. */
export interface OpenedBundle extends Omit<StagedBundle, "description"> {
  readonly bundle: ModelBundle;
}

const defaultTolerance = 1e-5;
const linearTolerance = 1e-6;

/**
 * Copies a bundle (folder or .zip) into `folder`, checks bundle.json, and runs the golden case in the inference process.
 * Throws PlainError where anything is wrong: the file, the field, the model's shape, the golden case (expected and got), or a linear block
 * that does not give the model's own probability. The caller removes `folder`.
 */
export async function openBundle(
  { source, folder, inference, hashing }: { source: string; folder: string; inference: Inference; hashing: SettingsHashing },
  options: RunOptions = {},
): Promise<OpenedBundle> {
  const { description, ...staged } = await stageBundle(source, folder, options.signal);
  const bundle = readBundle(description, hashing);
  const values = bundle.input.features.map((feature) => bundle.goldenCase.input[feature]!);
  const probabilities = await runBundle(
    { bundle, bundleHash: staged.bundleHash, modelPath: staged.modelPath, keepSession: false, inference },
    [values],
    options,
  );
  checkGoldenCase(bundle, values, probabilities.rows[0]!);
  return { ...staged, bundle };
}

/**
 * Runs a bundle's model on rows of its features; a row of the answer has the probability of each class, in the bundle's order.
 * Throws PlainError where the files beside `modelPath` do not have `bundleHash`.
 */
export async function runBundle(
  {
    bundle,
    bundleHash,
    modelPath,
    keepSession,
    inference,
  }: { bundle: ModelBundle; bundleHash: string; modelPath: string; keepSession: boolean; inference: Inference },
  rows: readonly (readonly number[])[],
  options: RunOptions = {},
): Promise<{ rows: number[][]; zipMapRemoved: boolean }> {
  const { timeoutMs, ...bounds } = limitsOf(bundle.limits);
  const { probabilities, zipMapRemoved } = await inference.run(
    {
      kind: "rows",
      ...bounds,
      modelPath,
      bundleHash,
      keepSession,
      inputTensor: bundle.input.tensor,
      outputTensor: bundle.output?.tensor,
      outputValues: bundle.output?.values ?? "probabilities",
      features: bundle.input.features,
      classes: bundle.classes,
      rows,
    },
    { timeoutMs, ...options },
  );
  return { rows: probabilities, zipMapRemoved };
}

function checkGoldenCase(bundle: ModelBundle, values: readonly number[], got: readonly number[]): void {
  const tolerance = bundle.goldenCase.tolerance ?? defaultTolerance;
  for (const [index, name] of bundle.classes.entries()) {
    const expected = bundle.goldenCase.output[name]!;
    const difference = Math.abs(expected - got[index]!);
    if (!(difference <= tolerance)) {
      throw new PlainError(
        `The bundle ${bundle.name} ${bundle.version} is refused: its golden case does not come out right. For class "${name}" bundle.json ` +
          `expects ${expected}, model.onnx gives ${got[index]!} (a difference of ${difference.toPrecision(2)}; ${tolerance} is allowed). Ask its ` +
          `authors for a bundle whose bundle.json and model.onnx belong together.`,
      );
    }
  }
  const linear = linearProbability(bundle, values);
  const positive = got[bundle.classes.indexOf(bundle.positiveClass)]!;
  if (linear !== null && !(Math.abs(linear - positive) <= linearTolerance)) {
    throw new PlainError(
      `The bundle ${bundle.name} ${bundle.version} is refused: its linear block does not describe model.onnx. For the golden case it ` +
        `gives ${linear} for "${bundle.positiveClass}", model.onnx ${positive}; they may differ by ${linearTolerance}. Correct linear (or mean ` +
        `and standardDeviation in input.trainingRange), or leave linear out.`,
    );
  }
}
