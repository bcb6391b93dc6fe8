import type { InferenceSession, TensorConstructor } from "onnxruntime-node";
import type { EnsembleBundle, TableBundle, VolumeScoreBundle } from "#shared/domain/bundle/bundle2.ts";
import type { EnsembleMember, TableInference, VolumeInference } from "#shared/domain/bundle/inference.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { MemberScore } from "./bundleMessages.ts";
import { sigmoid } from "./labelVolume.ts";
import { portNames } from "./ports.ts";
import type { PreparedVolume } from "./prepareVolume.ts";
import type { WithFold } from "./runPatches.ts";
import { countOf } from "./tensorGrid.ts";

export type ScoreBundle = VolumeScoreBundle | TableBundle | EnsembleBundle;

/** What a bundle that scores is run on; which of the two it needs, it has. */
export interface ScoreInput {
  readonly prepared: PreparedVolume | undefined;
  readonly row: Readonly<Record<string, number>> | undefined;
}

/**
 * Runs every fold of every member, one network in memory at a time. Answers the probability of each class in the bundle's order, or the value alone: the
 * mean over folds, then the sum over members by their weights. Throws PlainError where a network's output does not fit.
 */
export async function runScores(
  bundle: ScoreBundle,
  { prepared, row }: ScoreInput,
  { withFold, Tensor, onProgress }: { withFold: WithFold; Tensor: TensorConstructor; onProgress: (done: number, total: number) => void },
): Promise<{ scores: number[]; members: MemberScore[] }> {
  const members = membersOf(bundle);
  const total = members.reduce((sum, { inference }) => sum + inference.folds.length, 0);
  let done = 0;
  onProgress(0, total);
  const positive = bundle.output.kind === "value" ? 0 : bundle.output.classes.indexOf(bundle.output.positiveClass);
  const scored: MemberScore[] = [];
  let scores: number[] = [];
  for (const { name, weight, kind, inference } of members) {
    const { input, dims } = kind === "volume" ? volumeInput(inference, prepared!) : rowInput(inference, row!);
    const answers: number[][] = [];
    for (const file of inference.folds) {
      answers.push(await withFold(file, (session) => runFold(session, { input, dims, inference, file, Tensor })));
      onProgress((done += 1), total);
    }
    const toScores = (values: readonly number[]) => scoresOf(values, bundle, inference);
    const folds = answers.map(toScores);
    const mean = inference.average === "logits" ? toScores(meanOf(answers)) : meanOf(folds);
    scored.push({ name, weight, score: mean[positive]!, folds: folds.map((each) => each[positive]!) });
    scores = mean.map((score, index) => (scores[index] ?? 0) + weight * score);
  }
  return { scores, members: scored };
}

function membersOf(bundle: ScoreBundle): readonly EnsembleMember[] {
  if (bundle.kind === "ensemble") return bundle.members;
  if (bundle.kind === "table") return [{ kind: "table", name: "table", weight: 1, inference: bundle.inference }];
  return [{ kind: "volume", name: "volume", weight: 1, inference: bundle.inference }];
}

interface NetworkInput {
  readonly input: Float32Array;
  readonly dims: readonly number[];
}

function volumeInput({ channels }: VolumeInference, { images, shape }: PreparedVolume): NetworkInput {
  const dims = [1, channels.length, ...shape];
  if (channels.length === 1) return { input: images.get(channels[0]!)!, dims };
  const input = new Float32Array(channels.length * countOf(shape));
  for (const [index, name] of channels.entries()) input.set(images.get(name)!, index * countOf(shape));
  return { input, dims };
}

function rowInput({ columns }: TableInference, row: Readonly<Record<string, number>>): NetworkInput {
  return { input: Float32Array.from(columns, (name) => row[name]!), dims: [1, columns.length] };
}

async function runFold(
  session: InferenceSession,
  {
    input,
    dims,
    inference,
    file,
    Tensor,
  }: NetworkInput & { inference: VolumeInference | TableInference; file: string; Tensor: TensorConstructor },
): Promise<number[]> {
  const { inputName, outputName } = portNames(session, inference, file);
  const metadata = session.inputMetadata.find(({ name }) => name === inputName);
  const type = metadata?.isTensor && metadata.type === "float64" ? "float64" : "float32";
  const tensor = type === "float64" ? new Tensor(type, Float64Array.from(input), dims) : new Tensor(type, input, dims);
  const answer = (await session.run({ [inputName]: tensor }, [outputName]))[outputName]!;
  if (answer.type !== "float32" && answer.type !== "float64")
    throw new PlainError(`The output "${outputName}" of ${file} holds ${answer.type} numbers; float32 or float64 is needed.`);
  const values = Array.from(answer.data as Float32Array | Float64Array);
  if (!values.every(Number.isFinite))
    throw new PlainError(
      `${file} answered with NaN or an infinite number; there is no result. Check the images, or ask the model's authors.`,
    );
  return values;
}

/** Probabilities in the order of the classes, or the value, of what a network answered. */
function scoresOf(values: readonly number[], { output }: ScoreBundle, { answers }: VolumeInference | TableInference): number[] {
  if (output.kind === "value") {
    if (values.length !== 1) throw otherCount(values.length, "1, the value");
    return [...values];
  }
  const { classes, positiveClass } = output;
  if (values.length === 1 && classes.length === 2) {
    const positive = inUnit(answers === "logits" ? sigmoid(values[0]!) : values[0]!);
    return classes.map((name) => (name === positiveClass ? positive : 1 - positive));
  }
  if (values.length !== classes.length) throw otherCount(values.length, `${classes.length}, one for each class`);
  if (answers !== "logits") return values.map(inUnit);
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function inUnit(value: number): number {
  if (value < -1e-5 || value > 1 + 1e-5)
    throw new PlainError(
      `A network answered ${Number(value.toPrecision(6))}, which is no probability. If it answers logits, write "answers": "logits" in bundle.json.`,
    );
  return Math.min(1, Math.max(0, value));
}

function otherCount(got: number, wanted: string): PlainError {
  return new PlainError(
    `A network answered ${got} numbers; ${wanted} was expected. Correct bundle.json's output, or export the model again.`,
  );
}

function meanOf(rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, index) => rows.reduce((sum, row) => sum + row[index]!, 0) / rows.length);
}
