import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import type { VoxelFile } from "../inferenceMessages.ts";

/** An image that a bundle is run on. */
export interface BundleImage extends VoxelFile {
  /** As the bundle calls it. */
  readonly name: string;
  readonly grid: Grid;
}

/** Run a bundle of format 2. Tensors pass as files, never through a message. */
export interface BundleRequest {
  readonly kind: "bundle";
  readonly bundle: Bundle2;
  /** Where its files lie; each is compared with its hash when it is read. */
  readonly folder: string;
  /** Processor threads of the runtime. */
  readonly threads: number;
  readonly images: readonly BundleImage[];
  readonly row: Readonly<Record<string, number>> | undefined;
  /** Where the label map is written: uint16, little-endian, i fastest, on the grid of the image that counts. It must not be there yet. */
  readonly labelsPath: string;
  /** Places of the padded tensor (channel, then axes) and of the blended answer that are told, for golden cases; with them the tensor's hash. */
  readonly inspect?: { readonly tensor: ReadonlyArray<readonly number[]>; readonly logits: ReadonlyArray<readonly number[]> };
  /** What is asked for; the whole run where absent. */
  readonly only?: BundlePart;
}

/**
 * A part of a run: only what it would take in memory, for which no file is read; or only the images as they would enter the network, written to a file
 * that must not be there yet (float32, channel slowest, then the tensor's axes).
 */
export type BundlePart = { readonly kind: "estimate" } | { readonly kind: "prepared"; readonly path: string };

/** Which images enter, and the lengths of each along the tensor's axes, after padding. */
export interface PreparedImages {
  readonly channels: readonly string[];
  readonly shape: readonly number[];
  /** Along the tensor's axes, mm. */
  readonly spacingMm: readonly number[];
}

/** The prepared tensor and the answer, where they were asked for. */
export interface Inspected {
  /** Channels, then the axes, after padding. */
  readonly shape: readonly number[];
  /** sha256, hex, of the numbers at half precision. */
  readonly sha256: string;
  readonly tensor: readonly number[];
  readonly logits: readonly number[];
}

/** One number of a class, or the value, by a member and by each of its folds. */
export interface MemberScore {
  readonly name: string;
  readonly weight: number;
  readonly score: number;
  readonly folds: readonly number[];
}

export interface BundleResult {
  /** Voxels of each label of the bundle, by its number, where it draws. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Where it scores: probabilities of the classes in the bundle's order, or the value alone. */
  readonly scores?: readonly number[];
  /** With the positive class's probability, or the value; a bundle that is no ensemble is its own only member. */
  readonly members?: readonly MemberScore[];
  /** What lies outside of what the network was trained on, in sentences. */
  readonly notes: readonly string[];
  readonly inspected?: Inspected;
  /** Why the run would be refused for its memory, where only that was asked for. */
  readonly refusal?: string;
  /** Where only they were asked for. */
  readonly prepared?: PreparedImages;
  readonly memory: {
    readonly estimatedBytes: number;
    /** The most that the process held. */
    readonly peakBytes: number;
    /** The most that it held while a patch ran above what it held before. */
    readonly patchBytes: number;
  };
}
