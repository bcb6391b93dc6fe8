import type { DataSet } from "dicom-parser";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { cross, dot } from "#shared/domain/geometry.ts";
import { bytesOf, itemsOf, numberOf, numbersOf, stringsOf } from "../file/elementValues.ts";
import type { FrameHeader } from "./instanceHeader.ts";
import { privateTag } from "../file/privateElements.ts";
import { readCsaNumbers } from "../file/siemensCsa.ts";

/**
 * The slices of a frame that holds many side by side, left to right, top to bottom, in a square of ceil(sqrt(n)) columns: a Siemens mosaic or a
 * United Imaging grid. Answers the frame itself where it is one slice, or where its tiles' positions are not stated.
 */
export function splitTiles(dataSet: DataSet, frame: FrameHeader): FrameHeader[] {
  const imageType = stringsOf(dataSet, "x00080008").map((value) => value.toUpperCase());
  if (imageType.includes("MOSAIC")) return splitSiemensMosaic(dataSet, frame);
  if (imageType.includes("VFRAME")) return splitUnitedImagingGrid(dataSet, frame);
  return [frame];
}

function splitSiemensMosaic(dataSet: DataSet, frame: FrameHeader): FrameHeader[] {
  const csaTag = privateTag(dataSet, "0029", /^SIEMENS CSA HEADER/i, "10");
  const csa = csaTag ? bytesOf(dataSet, csaTag) : undefined;
  const countTag = privateTag(dataSet, "0019", /^SIEMENS MR HEADER/i, "0a");
  const count =
    (countTag ? numberOf(dataSet, countTag, "US") : null) ?? (csa ? readCsaNumbers(csa, "NumberOfImagesInMosaic")[0] : undefined) ?? 0;
  const normal = csa ? readCsaNumbers(csa, "SliceNormalVector") : [];
  const spacing = frame.spacingBetweenSlices ?? frame.sliceThickness;
  const layout = layOut(dataSet, count, true);
  const { position, orientation, pixelSpacing } = frame;
  if (!layout || !position || !orientation || !pixelSpacing || !spacing || normal.length !== 3) return [frame];
  const [rowSpacing, columnSpacing] = pixelSpacing;
  const row: Vector3 = [orientation[0], orientation[1], orientation[2]];
  const column: Vector3 = [orientation[3], orientation[4], orientation[5]];
  // Only the sign is taken from the CSA header: which way the slices follow each other.
  const perpendicular = cross(row, column);
  const sign = dot(perpendicular, [normal[0]!, normal[1]!, normal[2]!]) < 0 ? -1 : 1;
  // The stated position is the corner of the whole mosaic, centred on the slice: half the excess lies before the tile.
  const shiftColumns = ((layout.across * layout.columns - layout.columns) / 2) * columnSpacing;
  const shiftRows = ((layout.down * layout.rows - layout.rows) / 2) * rowSpacing;
  return layout.tiles.map((tile, index) => ({
    ...frame,
    tile,
    position: [0, 1, 2].map(
      (axis) => position[axis]! + row[axis]! * shiftColumns + column[axis]! * shiftRows + perpendicular[axis]! * sign * index * spacing,
    ) as unknown as Vector3,
  }));
}

function splitUnitedImagingGrid(dataSet: DataSet, frame: FrameHeader): FrameHeader[] {
  const sequenceTag = privateTag(dataSet, "0065", /^Image Private Header/i, "51");
  const items = sequenceTag ? itemsOf(dataSet, sequenceTag) : [];
  const layout = layOut(dataSet, items.length, false);
  if (!layout) return [frame];
  const tiles = layout.tiles.flatMap((tile, index) => {
    const [x, y, z] = numbersOf(items[index]!, "x00200032");
    return x === undefined || y === undefined || z === undefined ? [] : [{ ...frame, tile, position: [x, y, z] as const }];
  });
  return tiles.length === items.length ? tiles : [frame];
}

function layOut(dataSet: DataSet, count: number, isSquare: boolean) {
  const rows = dataSet.uint16("x00280010") ?? 0;
  const columns = dataSet.uint16("x00280011") ?? 0;
  if (count < 2) return undefined;
  const across = Math.ceil(Math.sqrt(count));
  const down = isSquare ? across : Math.ceil(count / across);
  if (columns % across !== 0 || rows % down !== 0) return undefined;
  const size = { columns: columns / across, rows: rows / down };
  const tiles = Array.from({ length: count }, (_, index) => ({
    frameNumber: 1,
    left: (index % across) * size.columns,
    top: Math.floor(index / across) * size.rows,
    ...size,
  }));
  return { across, down, ...size, tiles };
}
