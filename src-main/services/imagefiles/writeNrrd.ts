import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { axisOf } from "#shared/domain/geometry.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Image, ScalarType } from "#shared/domain/volume.ts";
import { exactDirectionKey, exactSpacingKey } from "./nrrdGrid.ts";
import { segmentLines } from "./segmentFields.ts";
import { bytesOfVoxels } from "./voxelBytes.ts";

const compress = promisify(gzip);

const types: Record<ScalarType, string> = {
  int8: "signed char",
  uint8: "unsigned char",
  int16: "short",
  uint16: "unsigned short",
  int32: "int",
  uint32: "unsigned int",
  float32: "float",
  float64: "double",
};

/**
 * An image as a NRRD file: gzip unless it is not to be packed, little-endian, LPS; numbers in full, so that what is read back is the same to the last bit. Names segments
 * as 3D Slicer does.
 */
export async function encodeNrrd(image: Image, segments: readonly Segment[], isPacked = true): Promise<Uint8Array> {
  const { grid } = image;
  const steps = ([0, 1, 2] as const).map(
    (axis) =>
      `(${axisOf(grid.direction, axis)
        .map((part) => part * grid.spacingMm[axis])
        .join(",")})`,
  );
  const header = [
    "NRRD0005",
    `# ${researchUseNotice}`,
    `type: ${types[image.scalarType]}`,
    "dimension: 3",
    "space: left-posterior-superior",
    `sizes: ${grid.size.join(" ")}`,
    `space directions: ${steps.join(" ")}`,
    "kinds: domain domain domain",
    "endian: little",
    `encoding: ${isPacked ? "gzip" : "raw"}`,
    `space origin: (${grid.originMm.join(",")})`,
    `${exactSpacingKey}:=${grid.spacingMm.join(" ")}`,
    `${exactDirectionKey}:=${grid.direction.join(" ")}`,
    ...segmentLines(segments, grid.size),
    "",
    "",
  ].join("\n");
  const bytes = bytesOfVoxels(image.voxels);
  return Buffer.concat([Buffer.from(header, "utf8"), isPacked ? await compress(bytes, { level: 6 }) : bytes]);
}
