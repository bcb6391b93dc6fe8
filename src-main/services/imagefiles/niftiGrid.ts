import { identityDirection, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { checkedSize, faultOfSteps, gridFromSteps } from "./gridFromAxes.ts";
import type { NiftiHeader } from "./niftiHeader.ts";

/**
 * The grid that a NIfTI header states, in LPS (NIfTI itself is RAS), mm.
 * The sform holds where its code is above 0, else the qform (nifti1.h, methods 3 and 2; as nibabel). A sheared sform gives way to a qform, as in ITK.
 * With neither, spacing is pixdim, the first voxel lies at 0 and the axes are those of LPS, as in ITK. Spacing is pixdim where the matrix
 * agrees with it to single precision.
 * Throws PlainError with the file's name and the field.
 */
export function gridOfNifti(fileName: string, header: NiftiHeader): Grid {
  const dimensions = header.dim[0]!;
  if (!Number.isInteger(dimensions) || dimensions < 2 || dimensions > 7)
    throw new PlainError(`${fileName}: dim[0]: ${dimensions} is no number of dimensions.`);
  const dim = (axis: number) => (axis <= dimensions ? header.dim[axis]! : 1);
  for (let axis = 4; axis <= 7; axis++) {
    if (dim(axis) > 1)
      throw new PlainError(`${fileName}: dim[${axis}]: holds ${dim(axis)} images; one is read. Save one of them as a file of its own.`);
  }
  const size = checkedSize(fileName, "dim", [dim(1), dim(2), dim(3)]);
  const unit = header.millimetresPerUnit;
  const spacing = [1, 2, 3].map((axis) => pixdimOf(header, axis, size[axis - 1]!) * unit) as unknown as Vector3;

  const sform = header.sformCode > 0 ? stepsOfSform(header, unit) : undefined;
  if (sform && (faultOfSteps(sform) === undefined || header.qformCode <= 0)) {
    const s = header.sform;
    return withPixdim(gridFromSteps(fileName, "sform", size, sform, [-s[3]! * unit, -s[7]! * unit, s[11]! * unit]), spacing);
  }
  spacing.forEach((length, axis) => {
    if (!Number.isFinite(length) || length <= 0) throw new PlainError(`${fileName}: pixdim[${axis + 1}]: ${length} is no spacing.`);
  });
  if (header.qformCode > 0) {
    const [, , , x, y, z] = header.quaternion;
    const grid = gridFromSteps(fileName, "qform", size, stepsOfQform(header, spacing), [-x! * unit, -y! * unit, z! * unit]);
    return { ...grid, spacingMm: spacing };
  }
  return { size, spacingMm: spacing, originMm: [0, 0, 0], direction: identityDirection };
}

/** From this share of the smallest voxel edge on, a disagreement of the two forms is told. */
const toldShare = 0.01;

/**
 * In a sentence, where qform and sform both hold and put a corner of the image at places further apart than a hundredth of its smallest
 * voxel edge: by how much, and
 * which is used; undefined where they agree or one is not set. Throws as gridOfNifti does.
 */
export function noteOfForms(fileName: string, header: NiftiHeader): string | undefined {
  if (header.qformCode <= 0 || header.sformCode <= 0) return undefined;
  const { size } = gridOfNifti(fileName, header);
  const unit = header.millimetresPerUnit;
  const spacing = [1, 2, 3].map((axis) => pixdimOf(header, axis, size[axis - 1]!) * unit) as unknown as Vector3;
  if (!spacing.every((length) => Number.isFinite(length) && length > 0) || ![...header.quaternion, ...header.sform].every(Number.isFinite))
    return undefined;
  const [, , , x, y, z] = header.quaternion;
  const s = header.sform;
  const [ofQform, ofSform] = [stepsOfQform(header, spacing), stepsOfSform(header, unit)];
  const shift = [s[3]! - x!, s[7]! - y!, z! - s[11]!].map((part) => -part * unit);
  const corners = [0, size[0] - 1].flatMap((i) => [0, size[1] - 1].flatMap((j) => [0, size[2] - 1].map((k) => [i, j, k] as const)));
  const apart = Math.max(
    ...corners.map((corner) =>
      Math.hypot(
        ...[0, 1, 2].map(
          (row) =>
            shift[row]! + corner.reduce<number>((sum, index, axis) => sum + index * (ofSform[axis]![row]! - ofQform[axis]![row]!), 0),
        ),
      ),
    ),
  );
  const share = apart / Math.min(...spacing);
  if (!(share > toldShare)) return undefined;
  const used = faultOfSteps(ofSform) === undefined ? "sform" : "qform";
  const short = (value: number) => Number(value.toPrecision(3));
  return (
    `${fileName}: its qform and sform disagree by up to ${short(apart)} mm (${short(share * 100)} % of a voxel's edge); the ${used} ` +
    `is used${used === "qform" ? ", as the sform is sheared" : ""}. Check where the image lies.`
  );
}

/** A spacing of 0 is common where there is only one voxel along an axis: 1, as in niftilib. */
function pixdimOf(header: NiftiHeader, axis: number, length: number): number {
  const pixdim = Math.abs(header.pixdim[axis]!);
  return length === 1 && !(pixdim > 0) ? 1 : pixdim;
}

function stepsOfSform({ sform: s }: NiftiHeader, unit: number): [Vector3, Vector3, Vector3] {
  const column = (axis: number): Vector3 => [-s[axis]! * unit, -s[axis + 4]! * unit, s[axis + 8]! * unit];
  return [column(0), column(1), column(2)];
}

/** Method 2 of nifti1.h: the rotation of a unit quaternion, its third column turned where pixdim[0] is negative. */
function stepsOfQform({ quaternion, pixdim }: NiftiHeader, spacing: Vector3): [Vector3, Vector3, Vector3] {
  let [b, c, d] = quaternion as [number, number, number];
  const squared = 1 - (b * b + c * c + d * d);
  let a = 0;
  if (squared > 1e-7) {
    a = Math.sqrt(squared);
  } else {
    const length = Math.sqrt(b * b + c * c + d * d);
    [b, c, d] = [b / length, c / length, d / length];
  }
  const turn = pixdim[0]! < 0 ? -1 : 1;
  const step = (x: number, y: number, z: number, length: number): Vector3 => [-x * length, -y * length, z * length];
  return [
    step(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c), spacing[0]),
    step(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b), spacing[1]),
    step(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c, spacing[2] * turn),
  ];
}

function withPixdim(grid: Grid, spacing: Vector3): Grid {
  const agrees = spacing.every((length, axis) => Math.abs(length - grid.spacingMm[axis]!) <= 1e-6 * grid.spacingMm[axis]!);
  return agrees ? { ...grid, spacingMm: spacing } : grid;
}
