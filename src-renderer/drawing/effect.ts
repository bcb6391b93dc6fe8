import type { Icon } from "@tabler/icons-react";
import { boxGrid, boxOfLabel, cropped, maskOf, pastedInto, widened, type MaskBox, type MaskGrid } from "#shared/domain/drawing/mask.ts";
import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";

/** What an effect works on: the slice on show, all slices each in its plane, or all slices in 3D. */
export const extents = ["slice", "slices", "volume"] as const;
export type Extent = (typeof extents)[number];

/** What the reader set, by the options' ids. */
export type EffectValues = Readonly<Record<string, number | string>>;

/** Something to set: a length in mm, a size in mm2 (in 3D mm3), one of a few choices, or another segment. */
export type EffectOption = {
  readonly id: string;
  readonly name: string;
  /** Without it, always. */
  readonly isShown?: (values: EffectValues) => boolean;
} & (
  | { readonly kind: "length" | "size"; readonly first: number }
  | { readonly kind: "choice"; readonly first: string; readonly choices: ReadonlyArray<{ readonly value: string; readonly label: string }> }
  /** Also of other segmentations of the volume, where `hasOthers`. */
  | { readonly kind: "segment"; readonly hasOthers: boolean }
);

/** A segment that the reader chose besides the active one. */
export interface OtherSegment {
  readonly mask: Uint8Array;
  /** Its label here; null where it is of another segmentation. */
  readonly number: number | null;
}

/** The labels that an effect is done to: of one slice or of all. */
export interface EffectInput {
  /** Not to be changed. */
  readonly labels: Uint8Array;
  readonly grid: MaskGrid;
  /** The grid is one thing; else each of its slices is done by itself. */
  readonly is3D: boolean;
  /** The active segment. */
  readonly segment: number;
  readonly segments: readonly number[];
  /** Segments that are locked or hidden. */
  readonly fixed: ReadonlySet<number>;
  readonly values: EffectValues;
  /** Null where no segment is chosen. */
  readonly other: OtherSegment | null;
  /** Segments that were added for it, in order. */
  readonly added: readonly number[];
}

/** An operation on the active segment: one object in one file of effects/, found by the registry. */
export interface Effect {
  /** Its name in a stroke on disk; a released one never changes. */
  readonly id: string;
  readonly name: string;
  readonly icon: Icon;
  readonly help: string;
  /** Its place among the others, from the left. */
  readonly order: number;
  readonly options: readonly EffectOption[];
  /** True where it differs in 3D from slice by slice. */
  readonly has3D: boolean;
  /**
   * How far from the active segment it looks and changes, mm: it is given the box around the segment, made larger by so much. Without it, or where this is null,
   * it is given all.
   */
  readonly reachMm?: (values: EffectValues) => number | null;
  /** True where it takes all slices as one whole, also where it is not in 3D. */
  readonly isWhole?: (values: EffectValues) => boolean;
  /** Why it cannot be done under a rule of painting or with what is set, in words; null where it can. */
  readonly whyNot?: (context: {
    readonly rule: PaintRule;
    readonly values: EffectValues;
    readonly hasFixedSegments: boolean;
  }) => string | null;
  /** How many segments it needs besides those there are. */
  readonly newSegments?: (input: EffectInput) => number;
  /** The labels as they are to be, before locks and rules; as many as were given. */
  readonly run: (input: EffectInput) => Uint8Array;
}

/** A number that the reader set. */
export function numberOf(values: EffectValues, id: string): number {
  const value = values[id];
  return typeof value === "number" ? value : 0;
}

/** The active segment's voxels. */
export function ownMask({ labels, segment }: Pick<EffectInput, "labels" | "segment">): Uint8Array {
  return maskOf(labels, segment);
}

/** What an effect makes of labels, done to no more of them than it reaches. */
export function ran(effect: Effect, input: EffectInput): Uint8Array {
  const part = reached(effect, input);
  if (part === null) return effect.run(input);
  return part === "nothing" ? input.labels : pastedInto(input.labels.slice(), effect.run(part.input), input.grid, part.box);
}

/** How many segments an effect needs besides those there are. */
export function newSegmentsOf(effect: Effect, input: EffectInput): number {
  const part = effect.newSegments ? reached(effect, input) : "nothing";
  return part === "nothing" ? 0 : effect.newSegments!(part === null ? input : part.input);
}

/** The part of the labels that an effect reaches; null for all. */
function reached({ reachMm }: Effect, input: EffectInput): { readonly input: EffectInput; readonly box: MaskBox } | "nothing" | null {
  const { labels, grid, segment, values, other } = input;
  const margin = reachMm?.(values) ?? null;
  if (margin === null) return null;
  const own = boxOfLabel(labels, grid, segment);
  if (!own) return "nothing";
  const box = widened(own, grid, margin);
  const mask = (of: Uint8Array) => cropped(of, grid, box);
  return { box, input: { ...input, labels: mask(labels), grid: boxGrid(box, grid), other: other && { ...other, mask: mask(other.mask) } } };
}

/** The labels with the active segment holding just the voxels of a mask. */
export function withOwn({ labels, segment }: Pick<EffectInput, "labels" | "segment">, mask: Uint8Array): Uint8Array {
  return labels.map((label, index) => (mask[index] === 1 ? segment : label === segment ? 0 : label));
}

/** The first values of an effect's options. */
export function firstValues({ options }: Pick<Effect, "options">): EffectValues {
  return Object.fromEntries(options.map((option) => [option.id, option.kind === "segment" ? "" : option.first]));
}
