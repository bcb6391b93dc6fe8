import type { ScalarType } from "#shared/domain/volume.ts";
import type { BundleRequest, BundleResult } from "./volumes/bundleMessages.ts";

/** A model that is run. Every message is plain data. */
export interface ModelToRun {
  /** The file model.onnx; bundle.json lies beside it. */
  readonly modelPath: string;
  /** sha256, hex, of bundle.json's bytes followed by model.onnx's: what was installed. The files are compared with it whenever a session is loaded. */
  readonly bundleHash: string;
  /** The session may be kept for the next run; otherwise it is let go at once (a bundle that is only looked at). */
  readonly keepSession: boolean;
  /** Processor threads of the runtime; 1 where absent, so that every machine adds in the same order. */
  readonly threads?: number | undefined;
  /** Bytes that the process may hold while it runs this model; absent where they are not limited. */
  readonly memoryBytes?: number | undefined;
  /** As in bundle.json. */
  readonly inputTensor: string | undefined;
  readonly outputTensor: string | undefined;
}

/** Run a model on rows of features. */
export interface RowsRequest extends ModelToRun {
  readonly kind: "rows";
  readonly outputValues: "probabilities" | "logits";
  readonly features: readonly string[];
  readonly classes: readonly string[];
  /** Each row has one number a feature, in their order. */
  readonly rows: readonly (readonly number[])[];
}

/** Voxels in a file that the inference process reads itself: little-endian, i fastest, nothing else. They never pass through a message. */
export interface VoxelFile {
  readonly path: string;
  readonly scalarType: ScalarType;
}

export type InferenceRequest = (RowsRequest | BundleRequest) & {
  readonly requestId: number;
  /** The file that is made where the process ends for having grown larger than `memoryBytes`. */
  readonly markPath?: string;
};

/** For each row the probability of each class, in the order of the request's classes. */
export interface InferenceResult {
  readonly probabilities: number[][];
  readonly zipMapRemoved: boolean;
}

export type InferenceAnswer =
  | { readonly requestId: number; readonly result: InferenceResult | BundleResult }
  /** How far it is; more answers follow. */
  | { readonly requestId: number; readonly progress: { readonly done: number; readonly total: number } }
  /** Plain words for the reader. */
  | { readonly requestId: number; readonly error: string };
