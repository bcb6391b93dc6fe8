import type { DataSet } from "dicom-parser";
import { vector } from "./diffusion.ts";
import { itemsOf, numberOf, numbersOf, stringOf, stringsOf } from "../file/elementValues.ts";
import type { FrameHeader } from "./instanceHeader.ts";
import { positive, readOrientation, readPixelSpacing, readVector, readWindow, secondsOf } from "./frameElements.ts";

const frameTypeSequences = ["x00189226", "x00189329", "x00189751", "x00409096"];

/**
 * Frames of an enhanced object: each functional group is taken from the frame's own item, else from the shared one, else (macros that a
 * file leaves out) from the data set, whose values stand in `whole`. PS3.3 C.7.6.16.
 */
export function readFunctionalGroups(dataSet: DataSet, whole: FrameHeader, count: number): FrameHeader[] {
  const shared = itemsOf(dataSet, "x52009229")[0];
  const perFrame = itemsOf(dataSet, "x52009230");
  return Array.from({ length: count }, (_, index) => readFrame(shared, perFrame[index], whole));
}

function readFrame(shared: DataSet | undefined, own: DataSet | undefined, whole: FrameHeader): FrameHeader {
  const group = (tag: string): DataSet | undefined => itemsOf(own, tag)[0] ?? itemsOf(shared, tag)[0];
  const from = <Value>(tag: string, read: (item: DataSet) => Value | null): Value | null => {
    const item = group(tag);
    return item ? read(item) : null;
  };
  // Philips keeps what its classic objects say of a frame in a private sequence beside the standard groups.
  const classic = group("x2005140f");
  const content = group("x00209111");
  const values = group("x00289145");
  const slope = values && numberOf(values, "x00281053");
  return {
    ...whole,
    position: from("x00209113", (item) => readVector(item, "x00200032")) ?? whole.position,
    orientation: from("x00209116", readOrientation) ?? whole.orientation,
    pixelSpacing: from("x00289110", readPixelSpacing) ?? whole.pixelSpacing,
    sliceThickness: from("x00289110", (item) => positive(numberOf(item, "x00180050"))) ?? whole.sliceThickness,
    spacingBetweenSlices: from("x00289110", (item) => positive(Math.abs(numberOf(item, "x00180088") ?? 0))) ?? whole.spacingBetweenSlices,
    slope: slope || whole.slope,
    intercept: (values && numberOf(values, "x00281052")) ?? whole.intercept,
    modalityLutBits: slope ? null : whole.modalityLutBits,
    window: from("x00289132", readWindow) ?? whole.window,
    imageType: readFrameType(group) ?? whole.imageType,
    echoTime: from("x00189114", (item) => numberOf(item, "x00189082", "FD")) ?? whole.echoTime,
    repetitionTime: from("x00189112", (item) => numberOf(item, "x00180080")) ?? whole.repetitionTime,
    flipAngle: from("x00189112", (item) => numberOf(item, "x00181314")) ?? whole.flipAngle,
    inversionTime:
      from("x00189115", (item) => numberOf(item, "x00189079", "FD")) ??
      positive(classic ? numberOf(classic, "x00180082") : null) ??
      whole.inversionTime,
    bValue: from("x00189117", (item) => numberOf(item, "x00189087", "FD")) ?? whole.bValue,
    gradientOrientation: from("x00189117", readGradient) ?? whole.gradientOrientation,
    temporalPosition: (content && numberOf(content, "x00209128", "UL")) ?? whole.temporalPosition,
    triggerTime: from("x00189118", (item) => numberOf(item, "x00209153", "FD")) ?? whole.triggerTime,
    acquisitionNumber: (content && numberOf(content, "x00209156", "US")) ?? whole.acquisitionNumber,
    acquisitionTime: (content && secondsOf(stringOf(content, "x00189074")?.slice(8) ?? null)) ?? whole.acquisitionTime,
    stackId: (content && stringOf(content, "x00209056")) ?? whole.stackId,
    inStackPosition: (content && numberOf(content, "x00209057", "UL")) ?? whole.inStackPosition,
  };
}

/** Frame Type, and the complex component (phase, real, imaginary) where it is not the magnitude and Frame Type does not name it. */
function readFrameType(group: (tag: string) => DataSet | undefined): string[] | null {
  for (const tag of frameTypeSequences) {
    const item = group(tag);
    if (!item) continue;
    const type = stringsOf(item, "x00089007");
    const component = stringOf(item, "x00089208");
    if (type.length === 0) return null;
    return component && !["MAGNITUDE", "MIXED"].includes(component) && !type.includes(component) ? [...type, component] : type;
  }
  return null;
}

function readGradient(item: DataSet) {
  const direction = itemsOf(item, "x00189076")[0];
  return vector(numbersOf(direction ?? item, "x00189089", "FD"));
}
