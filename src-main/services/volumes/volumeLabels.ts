import { imageTypeOf } from "./attributes.ts";
import { planeName, planeOf } from "./planes.ts";
import type { FrameGroup } from "./separateRepetitions.ts";

const dixonWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    W: "water",
    WATER: "water",
    F: "fat",
    FAT: "fat",
    IP: "in phase",
    IN_PHASE: "in phase",
    "IN-PHASE": "in phase",
    OP: "out of phase",
    OUT_PHASE: "out of phase",
    OPP_PHASE: "out of phase",
    OUT_OF_PHASE: "out of phase",
    P: "phase",
    PHASE: "phase",
    M: "magnitude",
    MAGNITUDE: "magnitude",
    R: "real",
    REAL: "real",
    I: "imaginary",
    IMAGINARY: "imaginary",
    MPR: "reformat",
    LOCALIZER: "localizer",
    ADC: "ADC",
    FA: "FA",
    TRACEW: "trace",
  }),
);

/** What sets each volume of a series apart, in plain words; all empty where there is one. */
export function labelVolumes(groups: readonly FrameGroup[]): string[] {
  if (groups.length < 2) return groups.map(() => "");
  const columns = [
    imageTypeWords(groups),
    echoWords(groups),
    groups.map(({ frames }) => words(frames[0]!.frame.bValue, (value) => `b ${Math.round(value)}`)),
    groups.map((group) => {
      const plane = planeOf(group.frames[0]!);
      return plane ? `plane: ${planeName(plane)}` : "no plane";
    }),
    groups.map(({ frames }) => words(frames[0]!.frame.temporalPosition, (value) => `time ${value}`)),
    groups.map(({ frames }) => words(frames[0]!.frame.stackId, (value) => `stack ${value}`)),
    groups.map(({ frames }) => `${frames[0]!.columns} x ${frames[0]!.rows}`),
    pixelWords(groups),
    groups.map(({ frames }) => (frames[0]!.instance.header.isEnhanced ? "from the enhanced file" : "from single-frame files")),
    groups.map(({ frames }) => (frames[0]!.instance.variant === 0 ? "first version" : `version ${frames[0]!.instance.variant + 1}`)),
    groups.map(({ notes }) => notes.join(", ")),
  ].filter((column) => new Set(column).size > 1);
  const labels = groups.map((_, index) =>
    columns
      .map((column) => column[index]!)
      .filter((text) => text !== "")
      .join(", "),
  );
  return labels.map((label, index) => {
    const same = labels.flatMap((other, at) => (other === label ? [at] : []));
    return same.length === 1 ? label : `${label}${label === "" ? "" : ", "}part ${same.indexOf(index) + 1}`;
  });
}

/** Where the volumes' pixels differ by more than rounding in the files. */
function pixelWords(groups: readonly FrameGroup[]): string[] {
  const sizes = groups.map(({ frames }) => frames[0]!.frame.pixelSpacing);
  const isAlike = sizes.every(
    (size) => size === sizes[0] || (size && sizes[0] && size.every((edge, axis) => Math.abs(edge - sizes[0]![axis]!) < edge * samePixel)),
  );
  return sizes.map((size) => (isAlike || !size ? "" : `pixels ${Number(size[1].toFixed(4))} x ${Number(size[0].toFixed(4))} mm`));
}

const samePixel = 0.001;

function words<Value>(value: Value | null, say: (value: Value) => string): string {
  return value === null ? "" : say(value);
}

/** The values of Image Type in which the volumes differ. */
function imageTypeWords(groups: readonly FrameGroup[]): string[] {
  const types = groups.map(({ frames }) => imageTypeOf(frames[0]!).split("\\"));
  const common = new Set(types[0]!.filter((value) => types.every((type) => type.includes(value))));
  return types.map((type) =>
    [
      ...new Set(
        type
          .filter((value) => value !== "" && value !== "NONE" && !common.has(value))
          .map((value) => dixonWords.get(value) ?? value.toLowerCase().replaceAll("_", " ")),
      ),
    ].join(" "),
  );
}

/** Echo times this close, ms, are one: the volumes differ in something else. */
const sameEchoMs = 0.01;

function echoWords(groups: readonly FrameGroup[]): string[] {
  const times = groups.map(({ frames }) => frames[0]!.frame.echoTime);
  const ordered = times
    .filter((time) => time !== null)
    .toSorted((a, b) => a - b)
    .filter((time, index, all) => index === 0 || time - all[index - 1]! > sameEchoMs);
  return times.map((time) => {
    if (time === null) return "";
    const index = ordered.findLastIndex((other) => other <= time);
    return `echo ${index + 1}, ${Number(ordered[index]!.toFixed(2))} ms`;
  });
}
