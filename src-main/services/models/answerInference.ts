import { PlainError } from "#shared/domain/plainError.ts";
import { firstLine } from "./firstLine.ts";
import type { InferenceAnswer, InferenceRequest, InferenceResult, RowsRequest } from "./inferenceMessages.ts";
import { withinMemory } from "../jobs/index.ts";
import { columnOfClasses, findOutput, planInput, type InputPlan } from "./modelPorts.ts";
import { letGoAll, letGoOthers, type LoadedModel, withSession } from "./sessions.ts";
import { answerBundle } from "./volumes/answerBundle.ts";

/**
 * Answers one request, within the inference process only: the runtime is loaded with the first one. `report` is told of progress. Never
 * throws; a run that makes the
 * process larger than it may ends the process (see memoryWatch).
 */
export async function answerInference(request: InferenceRequest, report: (answer: InferenceAnswer) => void): Promise<InferenceAnswer> {
  const { requestId } = request;
  try {
    const onProgress = (done: number, total: number) => report({ requestId, progress: { done, total } });
    if (request.kind === "bundle") {
      await letGoAll();
      return { requestId, result: await answerBundle(request, onProgress) };
    }
    if (request.memoryBytes !== undefined) await letGoOthers(request);
    return { requestId, result: await withinMemory(request, () => withSession(request, (model) => runRows(request, model))) };
  } catch (error) {
    const words =
      error instanceof PlainError
        ? error.message
        : `ONNX Runtime cannot run model.onnx: ${firstLine(error)}. Ask for an export with standard ONNX operators, a float input and a float output.`;
    return { requestId, error: words };
  }
}

async function runRows(request: RowsRequest, { session, zipMapLabels }: LoadedModel): Promise<InferenceResult> {
  const { Tensor } = await import("onnxruntime-node");
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
    const feeds =
      input.kind === "matrix"
        ? { [input.name]: makeTensor(input.type, row) }
        : Object.fromEntries(input.columns.map(({ name, type }, index) => [name, makeTensor(type, [row[index]!])]));
    const result = (await session.run(feeds, [output]))[output]!;
    if (result.dims.length !== 2 || result.dims[0] !== 1 || result.dims[1] !== request.classes.length) {
      throw new PlainError(
        `The output "${output}" of model.onnx has the shape [${result.dims.join(", ")}] for one case; [1, ${request.classes.length}] was ` +
          `expected, one number for each class of bundle.json.`,
      );
    }
    const values = Array.from(result.data as Float32Array | Float64Array);
    probabilities.push(
      asProbabilities(
        columns.map((column) => values[column]!),
        request.outputValues,
      ),
    );
  }
  return { probabilities, zipMapRemoved: zipMapLabels.has(output) };
}

/** A number beyond 3.4e38 becomes infinite in a float32 model. */
function refuseNotFinite(row: readonly number[], features: readonly string[], input: InputPlan): void {
  for (const [index, value] of row.entries()) {
    const type = input.kind === "matrix" ? input.type : input.columns[index]!.type;
    if (!Number.isFinite(type === "float32" ? Math.fround(value) : value)) {
      throw new PlainError(
        `The feature ${features[index]} is ${value}, which the model cannot take as a ${type} number. Check the ROI and the extraction settings.`,
      );
    }
  }
}

function asProbabilities(values: readonly number[], kind: RowsRequest["outputValues"]): number[] {
  if (!values.every(Number.isFinite)) {
    throw new PlainError(
      "The model answered with NaN or an infinite number; there is no result. Check that every input lies near its training range, or ask the model's authors.",
    );
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
      `The model answered ${values.map((value) => Number(value.toPrecision(6))).join(", ")}, which are no probabilities: each must lie ` +
        `between 0 and 1, and together they must make 1. If they are logits, write "values": "logits" in bundle.json's output.`,
    );
  }
  return values.map((value) => Math.min(1, Math.max(0, value)));
}

const roundingOfFloat32 = 1e-5;
