import { imageTypeOf } from "./groupFrames.ts";
import { planeName, planeOf } from "./planes.ts";
import type { FrameGroup } from "./separateRepetitions.ts";

const dixonWords: Record<string, string> = {
  W: "water", WATER: "water", F: "fat", FAT: "fat", IP: "in phase", IN_PHASE: "in phase", "IN-PHASE": "in phase", OP: "out of phase", OUT_PHASE: "out of phase",
  OPP_PHASE: "out of phase", OUT_OF_PHASE: "out of phase", P: "phase", PHASE: "phase", M: "magnitude", MAGNITUDE: "magnitude", R: "real", REAL: "real",
  I: "imaginary", IMAGINARY: "imaginary", MPR: "reformat", LOCALIZER: "localizer", ADC: "ADC", FA: "FA", TRACEW: "trace",
};

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
    groups.map(({ frames }) => (frames[0]!.instance.header.isEnhanced ? "from the enhanced file" : "from single-frame files")),
    groups.map(({ frames }) => (frames[0]!.instance.variant === 0 ? "first version" : `version ${frames[0]!.instance.variant + 1}`)),
    groups.map(({ notes }) => notes.join(", ")),
  ].filter((column) => new Set(column).size > 1);
  const labels = groups.map((_, index) => columns.map((column) => column[index]!).filter((text) => text !== "").join(", "));
  return labels.map((label, index) => {
    const same = labels.flatMap((other, at) => (other === label ? [at] : []));
    return same.length === 1 ? label : `${label}${label === "" ? "" : ", "}part ${same.indexOf(index) + 1}`;
  });
}

function words<Value>(value: Value | null, say: (value: Value) => string): string {
  return value === null ? "" : say(value);
}

/** The values of Image Type in which the volumes differ. */
function imageTypeWords(groups: readonly FrameGroup[]): string[] {
  const types = groups.map(({ frames }) => imageTypeOf(frames[0]!).split("\\"));
  const common = new Set(types[0]!.filter((value) => types.every((type) => type.includes(value))));
  return types.map((type) => [...new Set(type.filter((value) => value !== "" && value !== "NONE" && !common.has(value)).map((value) => dixonWords[value] ?? value.toLowerCase().replaceAll("_", " ")))].join(" "));
}

function echoWords(groups: readonly FrameGroup[]): string[] {
  const times = groups.map(({ frames }) => frames[0]!.frame.echoTime);
  const ordered = [...new Set(times.filter((time) => time !== null).map((time) => time.toFixed(3)))].map(Number).sort((a, b) => a - b);
  return times.map((time) => (time === null ? "" : `echo ${ordered.indexOf(Number(time.toFixed(3))) + 1}, ${Number(time.toFixed(2))} ms`));
}
