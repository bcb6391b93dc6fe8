import type { InferenceSession } from "onnxruntime-node";
import { PlainError } from "#shared/domain/plainError.ts";

/** The names of a model's input and output, the only ones or those that the bundle names. Throws PlainError where they are not there. */
export function portNames(
  session: InferenceSession,
  { inputTensor, outputTensor }: { readonly inputTensor?: string | undefined; readonly outputTensor?: string | undefined },
  file: string,
): { inputName: string; outputName: string } {
  return {
    inputName: nameOf("input", inputTensor, session.inputNames, file),
    outputName: nameOf("output", outputTensor, session.outputNames, file),
  };
}

function nameOf(what: "input" | "output", asked: string | undefined, names: readonly string[], file: string): string {
  const listed = names.map((name) => `"${name}"`).join(", ");
  if (asked !== undefined && !names.includes(asked))
    throw new PlainError(`bundle.json's ${what}Tensor is "${asked}", but ${file} has no such ${what}; it has ${listed}.`);
  if (asked === undefined && names.length !== 1)
    throw new PlainError(`${file} has several ${what}s (${listed}). Name the right one in bundle.json as ${what}Tensor.`);
  return asked ?? names[0]!;
}

/** Throws PlainError where a model states fixed lengths, or numbers of another kind, that are not those of its bundle. */
export function refuseShape(
  session: InferenceSession,
  {
    inputName,
    outputName,
    inputDims,
    outputDims,
    file,
  }: { inputName: string; outputName: string; inputDims: readonly number[]; outputDims: readonly number[]; file: string },
): void {
  const check = (what: "input" | "output", name: string, wanted: readonly number[]) => {
    const metadata = (what === "input" ? session.inputMetadata : session.outputMetadata).find((port) => port.name === name);
    if (!metadata?.isTensor || metadata.type !== "float32") throw misfit(file, `its ${what} "${name}" is no tensor of float32`);
    const { shape } = metadata;
    if (shape.length === 0) return;
    const fits =
      shape.length === wanted.length && shape.every((length, axis) => typeof length !== "number" || length < 1 || length === wanted[axis]);
    if (!fits) throw misfit(file, `its ${what} "${name}" has the shape [${shape.join(", ")}], and the bundle says [${wanted.join(", ")}]`);
  };
  check("input", inputName, inputDims);
  check("output", outputName, outputDims);
}

function misfit(file: string, words: string): PlainError {
  return new PlainError(`${file} does not fit its bundle: ${words}. Correct bundle.json, or export the model again.`);
}
