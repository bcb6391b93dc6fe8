import { PlainError } from "#shared/domain/plainError.ts";

/** What the runtime says of one input or output. A dimension is a number, or a name or "" where it is free. */
export interface PortDescription {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

export type FloatType = "float32" | "float64";

/** How rows of features enter a model: one tensor [N, features], or one input [N, 1] for each feature. */
export type InputPlan =
  | { readonly kind: "matrix"; readonly name: string; readonly type: FloatType }
  | { readonly kind: "columns"; readonly columns: readonly { readonly name: string; readonly type: FloatType }[] };

/**
 * Finds where the features enter. A model with one input takes [N, features]; one with an input a feature (skl2onnx from a data frame) takes [N, 1] each,
 * named after the features, with characters other than letters, digits and _ possibly replaced by _.
 * Throws PlainError, in words for the bundle's author, where the model's inputs do not fit the bundle's.
 */
export function planInput(inputs: readonly PortDescription[], features: readonly string[], tensor: string | undefined): InputPlan {
  const count = features.length;
  if (tensor === undefined && inputs.length === count && count > 1) {
    return { kind: "columns", columns: features.map((feature) => columnFor(inputs, feature)) };
  }
  if (tensor === undefined && inputs.length !== 1) {
    throw new PlainError(
      `model.onnx has ${inputs.length} inputs (${listed(inputs)}), but bundle.json lists ${plural(count, "feature")}. Export it with one ` +
        `input [N, ${count}], or one input [N, 1] for each feature.`,
    );
  }
  const port = tensor === undefined ? inputs[0]! : inputs.find(({ name }) => name === tensor);
  if (!port) throw new PlainError(`bundle.json's input.tensor is "${tensor}", but model.onnx has no such input; it has ${listed(inputs)}.`);
  if (inputs.length > 1)
    throw new PlainError(
      `model.onnx has more inputs than "${tensor}" (${listed(inputs)}); Fascicle could not fill them. Export it with one input.`,
    );
  const type = floatTypeOf(port);
  const [rows, columns] = shapeOf(port, count);
  if (!fits(columns, count)) {
    throw new PlainError(
      `model.onnx takes ${columns} numbers a row (input "${port.name}"), but bundle.json lists ${plural(count, "feature")}. List exactly ` +
        `the features the model was trained on, in its order.`,
    );
  }
  refuseFixedRows(port.name, rows);
  return { kind: "matrix", name: port.name, type };
}

/**
 * Finds the output that holds one number a class: the named one, or the only float tensor whose shape can be [N, classes].
 * Throws PlainError where there is none or more than one.
 */
export function findOutput(outputs: readonly PortDescription[], classes: number, tensor: string | undefined): string {
  if (tensor !== undefined) {
    const port = outputs.find(({ name }) => name === tensor);
    if (!port)
      throw new PlainError(`bundle.json's output.tensor is "${tensor}", but model.onnx has no such output; it has ${listed(outputs)}.`);
    if (!canHoldClasses(port, classes))
      throw new PlainError(
        `The output "${tensor}" of model.onnx is no float tensor of shape [N, ${classes}], one column for each class of bundle.json.`,
      );
    return port.name;
  }
  const candidates = outputs.filter((port) => canHoldClasses(port, classes));
  if (candidates.length === 1) return candidates[0]!.name;
  throw new PlainError(
    candidates.length === 0
      ? `model.onnx has no float output of shape [N, ${classes}], one column for each class of bundle.json; it has ${listed(outputs)}.`
      : `model.onnx has several outputs that could be the probabilities (${listed(candidates)}). Name the right one in bundle.json as output.tensor.`,
  );
}

/**
 * The column of each class. A ZipMap names its columns: where the names are the bundle's classes, in whatever order, they decide;
 * where they are other words the bundle is refused; integers (class numbers of scikit-learn) leave the bundle's order as it is.
 */
export function columnOfClasses(classes: readonly string[], labels: readonly string[] | undefined): number[] {
  if (!labels || labels.length === 0) return classes.map((_, index) => index);
  const columns = classes.map((name) => labels.indexOf(name));
  if (labels.length === classes.length && !columns.includes(-1)) return columns;
  if (labels.length === classes.length && labels.every((label) => /^-?\d+$/.test(label))) return classes.map((_, index) => index);
  throw new PlainError(
    `model.onnx names its classes ${labels.map((label) => `"${label}"`).join(", ")}, bundle.json ` +
      `${classes.map((name) => `"${name}"`).join(", ")}. Write the model's names in bundle.json's classes.`,
  );
}

function columnFor(inputs: readonly PortDescription[], feature: string): { name: string; type: FloatType } {
  const port = inputs.find(({ name }) => name === feature) ?? inputs.find(({ name }) => name === feature.replaceAll(/\W/g, "_"));
  if (!port)
    throw new PlainError(
      `model.onnx has one input for each feature, but none is named "${feature}"; it has ${listed(inputs)}. Give the features in ` +
        `bundle.json the names of the inputs.`,
    );
  const [rows, columns] = shapeOf(port, 1);
  if (!fits(columns, 1)) throw new PlainError(`The input "${port.name}" of model.onnx takes ${columns} numbers a row, not one.`);
  refuseFixedRows(port.name, rows);
  return { name: port.name, type: floatTypeOf(port) };
}

function floatTypeOf(port: PortDescription): FloatType {
  if (port.isTensor && (port.type === "float32" || port.type === "float64")) return port.type;
  throw new PlainError(
    `The input "${port.name}" of model.onnx takes ${port.type ?? "something that is no tensor"}; features are float32 or float64. Export ` +
      `the model with a float input.`,
  );
}

function shapeOf(port: PortDescription, columns: number): [number | string, number | string] {
  const shape = port.shape ?? [];
  if (shape.length === 0) return ["", ""];
  if (shape.length !== 2)
    throw new PlainError(`The input "${port.name}" of model.onnx has ${shape.length} dimensions; features need two, [N, ${columns}].`);
  return [shape[0]!, shape[1]!];
}

/** A free dimension comes as a name, as "", or as a number below 1. */
function fits(dimension: number | string, wanted: number): boolean {
  return typeof dimension === "string" || dimension < 1 || dimension === wanted;
}

function refuseFixedRows(name: string, rows: number | string): void {
  if (!fits(rows, 1))
    throw new PlainError(
      `The input "${name}" of model.onnx takes exactly ${rows} rows at a time; Fascicle runs one case at a time. Export it with a free first dimension.`,
    );
}

function canHoldClasses(port: PortDescription, classes: number): boolean {
  if (!port.isTensor || (port.type !== "float32" && port.type !== "float64")) return false;
  const shape = port.shape ?? [];
  return shape.length === 0 || (shape.length === 2 && fits(shape[0]!, 1) && fits(shape[1]!, classes));
}

function listed(ports: readonly PortDescription[]): string {
  const names = ports
    .slice(0, 6)
    .map(({ name }) => `"${name}"`)
    .join(", ");
  return ports.length > 6 ? `${names} and ${ports.length - 6} more` : names || "none";
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
