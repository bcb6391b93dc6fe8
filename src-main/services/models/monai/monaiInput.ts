import type { Normalise, VolumeInput } from "#shared/domain/bundle/input.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { Fields, type MonaiPart } from "./monaiConfig.ts";

type Stage = VolumeInput["order"][number];

/** What MONAI's preprocessing says of the input, beside which images there are. */
export interface MonaiInput extends Pick<VolumeInput, "orientation" | "order" | "crop" | "grid"> {
  /** By channel, in their order. */
  readonly normalise: readonly Normalise[];
  /** Undefined where nothing pads before the inferer. */
  readonly pad: VolumeInput["pad"] | undefined;
  /** What SpatialPadd asks for: it must be what the inferer sees. */
  readonly spatialPad: readonly number[] | undefined;
}

/** Fields that move data about. */
const ofKeys = ["keys", "allow_missing_keys", "lazy", "dtype"] as const;
const moving: ReadonlySet<string> = new Set([
  "LoadImaged",
  "EnsureChannelFirstd",
  "EnsureTyped",
  "ToTensord",
  "ConcatItemsd",
  "DeleteItemsd",
  "SaveImaged",
  "ToDeviced",
]);

/** Whether a part only moves data. Throws PlainError where it reads files in another way than is known here. */
export function movesData(part: MonaiPart): boolean {
  if (!moving.has(part.name)) return false;
  if (part.name === "LoadImaged") {
    const reader = part.fields["reader"];
    if (reader !== undefined && reader !== null && reader !== "NibabelReader" && reader !== "ITKReader")
      throw new PlainError(
        `inference.json: LoadImaged with reader ${JSON.stringify(reader)} is not taken over (known: NibabelReader, ITKReader).`,
      );
  }
  return true;
}

/** Translates MONAI's preprocessing of `channels` channels. Throws PlainError that names the transform, and the field, that cannot be translated. */
export function monaiInput(parts: readonly MonaiPart[], channels: number): MonaiInput {
  let keys: readonly string[] | undefined;
  const concatenated = parts.find(({ name }) => name === "ConcatItemsd");
  if (concatenated) keys = new Fields(concatenated).names("keys");
  if (keys && keys.length !== channels)
    throw new PlainError(`inference.json: ConcatItemsd joins ${keys.length} images, but metadata.json has ${channels} channels.`);
  const normalise: Normalise[] = Array.from({ length: channels }, () => ({ kind: "none" }));
  const done: Stage[] = [];
  let orientation: VolumeInput["orientation"] = "as stored";
  let crop: VolumeInput["crop"] = { kind: "none" };
  let grid: VolumeInput["grid"] = { kind: "keep" };
  let pad: VolumeInput["pad"] | undefined;
  let spatialPad: readonly number[] | undefined;
  let isJoined = keys === undefined;

  const enter = (stage: Stage, name: string) => {
    if (pad) throw new PlainError(`inference.json: ${name} comes after padding, which is not taken over.`);
    if (done.at(-1) === stage && stage === "normalise") return;
    if (done.includes(stage))
      throw new PlainError(`inference.json: ${name} comes a second time, or after another transform, which is not taken over.`);
    done.push(stage);
  };
  /** The channels that a part changes. */
  const changed = (fields: Fields): number[] => {
    const named = fields.names("keys") ?? [];
    fields.ignore(...ofKeys);
    if (isJoined || !keys) return Array.from({ length: channels }, (_, at) => at);
    const unknown = named.find((key) => !keys.includes(key));
    if (unknown !== undefined) throw fields.refusal(`keys "${unknown}"`, keys.join(", "));
    return named.map((key) => keys.indexOf(key));
  };
  const allOf = (fields: Fields) => {
    if (changed(fields).length !== channels) throw fields.refusal("keys of some images only");
  };
  const setNormalise = (part: MonaiPart, fields: Fields, how: Normalise) => {
    enter("normalise", part.name);
    for (const channel of changed(fields)) {
      if (normalise[channel]!.kind !== "none")
        throw new PlainError(`inference.json: ${part.name} normalises an image a second time, which is not taken over.`);
      normalise[channel] = how;
    }
  };
  /** Of several channels at once only channel by channel: together they would share one mean. */
  const channelWise = (fields: Fields) => {
    const is = fields.oneOf("channel_wise", false, true);
    if (!is && isJoined && channels > 1) throw fields.refusal(`channel_wise false over ${channels} channels`, "true");
  };

  for (const part of parts) {
    if (part.name === "ConcatItemsd") isJoined = true;
    if (movesData(part)) continue;
    const fields = new Fields(part);
    switch (part.name) {
      case "Orientationd": {
        allOf(fields);
        if (done.includes("resample") || pad) throw fields.refusal("its place after resampling or padding");
        const axcodes = fields.names("axcodes")?.[0];
        fields.oneOf("as_closest_canonical", false);
        fields.oneOf("labels", null, [
          ["L", "R"],
          ["P", "A"],
          ["I", "S"],
        ]);
        if (axcodes === undefined || !/^[RLAPSI]{3}$/.test(axcodes))
          throw fields.refusal(`axcodes ${JSON.stringify(axcodes ?? null)}`, "three letters");
        orientation = axcodes;
        break;
      }
      case "Spacingd": {
        allOf(fields);
        enter("resample", part.name);
        const mm = fields.three("pixdim");
        const modes = new Set(fields.names("mode") ?? ["bilinear"]);
        if (modes.size !== 1 || ![...modes].every((mode) => mode === "bilinear" || mode === "nearest"))
          throw fields.refusal(`mode ${[...modes].join(", ")}`, "bilinear, nearest");
        for (const name of ["diagonal", "scale_extent", "align_corners", "recompute_affine"] as const) fields.oneOf(name, false, null);
        fields.oneOf("padding_mode", "border");
        for (const name of ["min_pixdim", "max_pixdim"] as const) fields.oneOf(name, null);
        fields.oneOf("ensure_same_shape", true, false);
        grid = { kind: "spacing", mm, resample: { method: "firstVoxel", order: modes.has("nearest") ? 0 : 1 } };
        break;
      }
      case "Resized": {
        allOf(fields);
        enter("resample", part.name);
        const size = fields.three("spatial_size");
        fields.oneOf("size_mode", "all");
        // Its default is "area".
        if (fields.names("mode")?.[0] !== "trilinear") throw fields.refusal("a mode that is not trilinear", '"trilinear"');
        fields.oneOf("anti_aliasing", false);
        fields.oneOf("anti_aliasing_sigma", null);
        const alignment = fields.oneOf("align_corners", null, false, true) === true ? "corners" : "centres";
        grid = { kind: "size", size, alignment, order: 1 };
        break;
      }
      case "ScaleIntensityRanged": {
        const from: [number, number] = [fields.number("a_min"), fields.number("a_max")];
        const to: [number, number] = [fields.number("b_min"), fields.number("b_max")];
        setNormalise(part, fields, { kind: "range", from, to, clip: fields.oneOf("clip", false, true) });
        break;
      }
      case "ScaleIntensityRangePercentilesd": {
        const [lower, upper] = [fields.number("lower"), fields.number("upper")];
        const to: [number, number] = [fields.number("b_min"), fields.number("b_max")];
        fields.oneOf("relative", false);
        channelWise(fields);
        setNormalise(part, fields, { kind: "percentiles", lower, upper, to, clip: fields.oneOf("clip", false, true) });
        break;
      }
      case "ScaleIntensityd":
        fields.oneOf("minv", 0);
        fields.oneOf("maxv", 1);
        fields.oneOf("factor", null);
        channelWise(fields);
        setNormalise(part, fields, { kind: "minMax" });
        break;
      case "NormalizeIntensityd": {
        const isNonzero = fields.oneOf("nonzero", false, true);
        const isFixed = part.fields["subtrahend"] !== undefined && part.fields["subtrahend"] !== null;
        if (isFixed || (part.fields["divisor"] !== undefined && part.fields["divisor"] !== null)) {
          const [subtrahend, divisor] = [fields.number("subtrahend"), fields.number("divisor")];
          if (isNonzero || divisor <= 0) throw fields.refusal(isNonzero ? "subtrahend and nonzero" : `divisor ${divisor}`);
          fields.ignore("channel_wise");
          setNormalise(part, fields, { kind: "range", from: [subtrahend, subtrahend + divisor], to: [0, 1], clip: false });
        } else {
          fields.ignore("subtrahend", "divisor");
          channelWise(fields);
          setNormalise(part, fields, { kind: "zscore", over: isNonzero ? "nonzero" : "whole" });
        }
        break;
      }
      case "CropForegroundd": {
        allOf(fields);
        enter("crop", part.name);
        fields.ignore("source_key", "start_coord_key", "end_coord_key");
        if (!isJoined && channels > 1) throw fields.refusal("one image for the box of all");
        fields.oneOf("channel_indices", null);
        fields.oneOf("k_divisible", 1);
        fields.oneOf("mode", "constant");
        const marginVoxels = fields.number("margin", 0);
        // Its default differs between MONAI's versions; without a margin it says nothing.
        if (marginVoxels === 0) fields.ignore("allow_smaller");
        else if (part.fields["allow_smaller"] === true) fields.ignore("allow_smaller");
        else
          throw fields.refusal(`a margin, and allow_smaller ${JSON.stringify(part.fields["allow_smaller"] ?? null)}`, "allow_smaller true");
        crop = { kind: "foreground", above: 0, marginVoxels };
        break;
      }
      case "DivisiblePadd":
      case "SpatialPadd": {
        allOf(fields);
        if (pad) throw fields.refusal("another padding before it");
        const lengths = fields.three(part.name === "SpatialPadd" ? "spatial_size" : "k");
        fields.oneOf("mode", "constant");
        const where = fields.oneOf("method", "symmetric", "end") === "symmetric" ? "centre" : "end";
        const value = fields.number("value", 0);
        pad = part.name === "SpatialPadd" ? { to: "patch", value, where } : { to: "multiple", of: lengths, value, where };
        if (part.name === "SpatialPadd") spatialPad = lengths;
        break;
      }
      default:
        throw new PlainError(
          `inference.json: the transform ${part.name} of preprocessing is not known here. docs/model-bundle.md lists those that are. Nothing is guessed.`,
        );
    }
    fields.ignore(...ofKeys);
    fields.end();
  }
  // What is not done at all may stand anywhere.
  const order = [...done, ...(["crop", "normalise", "resample"] as const).filter((stage) => !done.includes(stage))];
  return { orientation, order, crop, grid, pad, spatialPad, normalise };
}
