import { readFile } from "node:fs/promises";
import type { InferenceSession } from "onnxruntime-node";
import { PlainError } from "#shared/domain/plainError.ts";
import type { InferenceAnswer, InferenceRequest, InferenceResult } from "./inferenceMessages.ts";
import { columnOfClasses, findOutput, planInput, type InputPlan } from "./modelPorts.ts";
import { prepareModel } from "./onnx/prepareModel.ts";

interface LoadedModel {
  readonly session: InferenceSession;
  readonly zipMapLabels: ReadonlyMap<string, readonly string[]>;
}

const loaded = new Map<string, LoadedModel>();
const keptModels = 4;

/** Answers one request, within the inference process only: the runtime is loaded with the first one. Never throws. */
export async function answerInference(request: InferenceRequest): Promise<InferenceAnswer> {
  try {
    return { requestId: request.requestId, result: await run(request) };
  } catch (error) {
    const words = error instanceof PlainError ? error.message : `ONNX Runtime cannot run model.onnx: ${firstLine(error)}. Ask for an export with standard ONNX operators, a float input and a float output.`;
    return { requestId: request.requestId, error: words };
  }
}

async function run(request: InferenceRequest): Promise<InferenceResult> {
  const { Tensor } = await import("onnxruntime-node");
  const { session, zipMapLabels } = await load(request.modelPath);
  const input = planInput(session.inputMetadata, request.features, request.inputTensor);
  const output = findOutput(session.outputMetadata, request.classes.length, request.outputTensor);
  const columns = columnOfClasses(request.classes, zipMapLabels.get(output));
  const makeTensor = (type: "float32" | "float64", values: readonly number[]) => {
    const data = type === "float32" ? Float32Array.from(values) : Float64Array.from(values);
    return new Tensor(type, data, [1, values.length]);
  };

  const probabilities: number[][] = [];
  for (const row of request.rows) {
    refuseNotFinite(row, request.features, input);
    const feeds = input.kind === "matrix"
      ? { [input.name]: makeTensor(input.type, row) }
      : Object.fromEntries(input.columns.map(({ name, type }, index) => [name, makeTensor(type, [row[index]!])]));
    const result = (await session.run(feeds, [output]))[output]!;
    if (result.dims.length !== 2 || result.dims[0] !== 1 || result.dims[1] !== request.classes.length) {
      throw new PlainError(`The output "${output}" of model.onnx has the shape [${result.dims.join(", ")}] for one case; [1, ${request.classes.length}] was expected, one number for each class of bundle.json.`);
    }
    const values = Array.from(result.data as Float32Array | Float64Array);
    probabilities.push(asProbabilities(columns.map((column) => values[column]!), request.outputValues));
  }
  return { probabilities, zipMapRemoved: zipMapLabels.has(output) };
}

async function load(modelPath: string): Promise<LoadedModel> {
  const known = loaded.get(modelPath);
  if (known) return known;
  const { InferenceSession } = await import("onnxruntime-node");
  const { bytes, zipMapLabels } = prepareModel(await readFile(modelPath));
  // From bytes, so that the model can name no other file; one thread, so that every machine adds in the same order.
  const session = await InferenceSession.create(bytes, { executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 });
  const oldest = loaded.keys().next().value;
  if (loaded.size >= keptModels && oldest !== undefined) {
    await loaded.get(oldest)?.session.release();
    loaded.delete(oldest);
  }
  const model = { session, zipMapLabels };
  loaded.set(modelPath, model);
  return model;
}

/** A number beyond 3.4e38 becomes infinite in a float32 model. */
function refuseNotFinite(row: readonly number[], features: readonly string[], input: InputPlan): void {
  for (const [index, value] of row.entries()) {
    const type = input.kind === "matrix" ? input.type : input.columns[index]!.type;
    if (!Number.isFinite(type === "float32" ? Math.fround(value) : value)) {
      throw new PlainError(`The feature ${features[index]} is ${value}, which the model cannot take as a ${type} number. Check the ROI and the extraction settings.`);
    }
  }
}

function asProbabilities(values: readonly number[], kind: InferenceRequest["outputValues"]): number[] {
  if (!values.every(Number.isFinite)) {
    throw new PlainError("The model answered with NaN or an infinite number; there is no result. Check that every input lies near its training range, or ask the model's authors.");
  }
  if (kind === "logits") {
    const largest = Math.max(...values);
    const powers = values.map((value) => Math.exp(value - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }
  const sum = values.reduce((total, value) => total + value, 0);
  if (values.some((value) => value < -roundingOfFloat32 || value > 1 + roundingOfFloat32) || Math.abs(sum - 1) > 0.001) {
    throw new PlainError(
      `The model answered ${values.map((value) => Number(value.toPrecision(6))).join(", ")}, which are no probabilities: each must lie between 0 and 1, and together they must make 1. If they are logits, write "values": "logits" in bundle.json's output.`,
    );
  }
  return values.map((value) => Math.min(1, Math.max(0, value)));
}

const roundingOfFloat32 = 1e-5;

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!.slice(0, 300);
}
