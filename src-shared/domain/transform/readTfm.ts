import { PlainError } from "../plainError.ts";
import type { Direction, Vector3 } from "../geometry.ts";
import { anglesOf } from "./linearMap.ts";
import { transformSchema, type Transform, type TransformStep } from "./transform.ts";

/** One transform of a file, as it stands there. */
interface Block {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly fixed: readonly number[];
}

/**
 * The transform of a text file of ITK (.tfm): one of Euler3D, VersorRigid3D, Translation, Affine, MatrixOffsetTransformBase or BSpline of order 3, or a
 * CompositeTransform of these. Points in LPS, mm. `fileName` is named in what is refused. Throws PlainError.
 */
export function readTfm(text: string, fileName: string): Transform {
  const refuse = (why: string): never => {
    throw new PlainError(`${fileName} is no transform that can be read: ${why}`);
  };
  if (!text.startsWith("#Insight Transform File")) refuse('it does not begin with "#Insight Transform File".');
  const blocks = blocksOf(text, refuse);
  const [first, ...rest] = blocks;
  if (!first) return refuse("it holds no transform.");
  const isComposite = first.name === "CompositeTransform";
  if (!isComposite && rest.length > 0) {
    return refuse(`it holds ${blocks.length} transforms that are no CompositeTransform; which one is meant is not said. Give it one.`);
  }
  const steps = (isComposite ? rest : blocks).map((block) => stepOf(block, refuse));
  const parsed = transformSchema.safeParse(isComposite ? { kind: "composite", steps: steps.toReversed() } : steps[0]);
  return parsed.success ? parsed.data : refuse(parsed.error.issues[0]!.message);
}

function blocksOf(text: string, refuse: (why: string) => never): Block[] {
  const blocks: Array<{ name: string; parameters: number[]; fixed: number[] }> = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const [, field, value] = /^(\w+):\s*(.*)$/.exec(line) ?? refuse(`the line "${line.slice(0, 40)}" names no field.`);
    const last = blocks.at(-1);
    if (field === "Transform") {
      const name = /^(\w+?)_(?:double|float)_3_3$/.exec(value!.trim())?.[1];
      blocks.push({
        name: name ?? refuse(`Transform is "${value!.slice(0, 60)}"; one of three dimensions was expected.`),
        parameters: [],
        fixed: [],
      });
    } else if (field !== "Parameters" && field !== "FixedParameters") refuse(`the field ${field} is not known.`);
    else if (!last) refuse(`${field} stands before Transform.`);
    else {
      const numbers = value!.trim() === "" ? [] : value!.trim().split(/\s+/).map(Number);
      if (!numbers.every(Number.isFinite)) refuse(`${field} of ${last.name} holds something that is no finite number.`);
      if (field === "Parameters") last.parameters = numbers;
      else last.fixed = numbers;
    }
  }
  return blocks;
}

function stepOf({ name, parameters: p, fixed }: Block, refuse: (why: string) => never): TransformStep {
  const expect = (counts: readonly number[], of: readonly number[], field: string) =>
    counts.includes(of.length) || refuse(`${field} of ${name} has ${of.length} numbers; ${counts.join(" or ")} were expected.`);
  const three = (numbers: readonly number[], from = 0) => numbers.slice(from, from + 3) as [number, number, number];
  switch (name) {
    case "Euler3DTransform":
      expect([6], p, "Parameters");
      expect([3, 4], fixed, "FixedParameters");
      return { kind: "rigid", anglesRad: three(p), order: fixed[3] ? "zyx" : "zxy", translationMm: three(p, 3), centreMm: three(fixed) };
    case "VersorRigid3DTransform":
      expect([6], p, "Parameters");
      expect([3], fixed, "FixedParameters");
      return {
        kind: "rigid",
        anglesRad: [...anglesOf(rotationOfVersor(three(p)))] as [number, number, number],
        order: "zxy",
        translationMm: three(p, 3),
        centreMm: three(fixed),
      };
    case "TranslationTransform":
      expect([3], p, "Parameters");
      return { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: three(p), centreMm: [0, 0, 0] };
    case "AffineTransform":
    case "MatrixOffsetTransformBase":
      expect([12], p, "Parameters");
      expect([3], fixed, "FixedParameters");
      return { kind: "affine", matrix: p.slice(0, 9) as unknown as [...Direction], translationMm: three(p, 9), centreMm: three(fixed) };
    case "BSplineTransform": {
      expect([18], fixed, "FixedParameters");
      const grid = {
        size: three(fixed),
        originMm: three(fixed, 3),
        spacingMm: three(fixed, 6),
        direction: fixed.slice(9) as unknown as [...Direction],
      };
      return { kind: "bspline", grid, coefficientsMm: [...p] };
    }
    default:
      return refuse(
        `${name} is not supported; Euler3D, VersorRigid3D, Translation, Affine, BSpline of order 3 and composites of these are.`,
      );
  }
}

/** The rotation of a unit quaternion whose vector part is given, the scalar part being positive. */
function rotationOfVersor([x, y, z]: Vector3): Direction {
  const w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  ];
}
