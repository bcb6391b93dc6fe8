/** What the inference process is asked: run one model on rows of features. Every message is plain data. */
export interface InferenceRequest {
  readonly requestId: number;
  /** The file model.onnx. A path's content never changes: the process keeps the models it has loaded. */
  readonly modelPath: string;
  /** As in bundle.json. */
  readonly inputTensor: string | undefined;
  readonly outputTensor: string | undefined;
  readonly outputValues: "probabilities" | "logits";
  readonly features: readonly string[];
  readonly classes: readonly string[];
  /** Each row has one number a feature, in their order. */
  readonly rows: readonly (readonly number[])[];
}

/** For each row the probability of each class, in the order of the request's classes. */
export interface InferenceResult {
  readonly probabilities: number[][];
  readonly zipMapRemoved: boolean;
}

export type InferenceAnswer =
  | { readonly requestId: number; readonly result: InferenceResult }
  /** Plain words for the reader. */
  | { readonly requestId: number; readonly error: string };
