import { dirname, join } from "node:path";
import { InterfaceTypes, runPipelineNode, type Image as ItkImage, type TransformList } from "itk-wasm";
import { PlainError } from "#shared/domain/plainError.ts";
import { workerPath } from "../jobs/index.ts";
import type { ParameterMap } from "./parameterMaps.ts";
import type { SearchImage } from "./registrationMessages.ts";

/** One transform that elastix found, with ITK's name and order of numbers. */
export interface FoundTransform {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly fixed: readonly number[];
}

/**
 * The package asks elastix for an image of the outcome, and where there is none elastix searches everything a second time, all alike. One of the first map is
 * enough, which is linear and so takes least.
 */
const makesImage: ParameterMap = {
  ResampleInterpolator: ["FinalNearestNeighborInterpolator"],
  ResultImagePixelType: ["float"],
  WriteResultImage: ["true"],
};

/**
 * Runs elastix (WebAssembly) with the maps one after another, each beginning where the one before ended, and answers the transforms in the order in which
 * they are applied to a point of the fixed image. Holds up this thread until it has ended: only within a process of its own. Throws PlainError where elastix
 * gives up; `what` names the two images in it.
 */
export async function runElastix(
  fixed: SearchImage,
  moving: SearchImage,
  maps: readonly ParameterMap[],
  what: string,
): Promise<FoundTransform[]> {
  const [first, ...others] = maps;
  const outcome = await runPipelineNode(
    pipelinePath(),
    // The image that elastix makes has no name: it is not handed over.
    ["0", "", "0", "1", "--memory-io", "--fixed", "1", "--moving", "2"],
    [{ type: InterfaceTypes.TransformList }, { type: InterfaceTypes.JsonCompatible }],
    [
      { type: InterfaceTypes.JsonCompatible, data: [{ ...first, ...makesImage }, ...others] as never },
      { type: InterfaceTypes.Image, data: asItkImage(fixed) },
      { type: InterfaceTypes.Image, data: asItkImage(moving) },
    ],
    // What it throws is a number, the address of an exception in its memory.
  ).catch(() => undefined);
  if (outcome?.returnValue !== 0) {
    throw new PlainError(
      `The search for how to align ${what} gave up: at the places that it tried, too little of one image lay within the other. Place the moving image by hand ` +
        `nearer to where it belongs, and start again.`,
    );
  }
  const [whole, ...parts] = outcome.outputs[0]!.data as TransformList;
  const list = whole!.transformType.transformParameterization === "Composite" ? parts : [whole!];
  // ITK applies the last one of a composite first.
  return list.toReversed().map(({ transformType, parameters, fixedParameters }) => ({
    name: transformType.transformParameterization,
    parameters: Array.from(parameters as ArrayLike<number>),
    fixed: Array.from(fixedParameters as ArrayLike<number>),
  }));
}

function asItkImage({ size, spacing, origin, direction, voxels }: SearchImage): ItkImage {
  return {
    imageType: { dimension: size.length, componentType: "float32", pixelType: "Scalar", components: 1 },
    name: "",
    size: [...size],
    spacing: [...spacing],
    origin: [...origin],
    direction: Float64Array.from(direction),
    data: voxels,
    metadata: new Map(),
  };
}

/** Where elastix lies: in its package where the program runs from source, beside the bundles where it was built. */
function pipelinePath(): string {
  const worker = workerPath("registration");
  return worker.endsWith(".ts")
    ? join(dirname(worker), "..", "..", "node_modules", "@itk-wasm", "elastix", "dist", "pipelines", "elastix")
    : join(dirname(worker), "..", "elastix", "elastix");
}
