/** What a process of the engine is sent. Every message is plain data: a task says where voxels are, and holds none. */
export type EngineRequest =
  | { readonly kind: "setup"; readonly setup: unknown; readonly memoryBytes: number }
  | { readonly kind: "run"; readonly number: number; readonly task: string; readonly input: unknown; readonly threads: number }
  | { readonly kind: "cancel"; readonly number: number };

/** How far a task is, as a job says it. */
export interface EngineProgress {
  readonly phase?: string;
  readonly done?: number;
  readonly total?: number | null;
}

/** What it answers, with the number of the task. */
export type EngineAnswer =
  | { readonly kind: "progress"; readonly number: number; readonly progress: EngineProgress }
  /** Something that is finished and stays, whatever becomes of the rest. */
  | { readonly kind: "part"; readonly number: number; readonly part: unknown }
  | { readonly kind: "result"; readonly number: number; readonly result: unknown }
  /** `message` is for the reader; null where the error's own words could hold health data. */
  | {
      readonly kind: "error";
      readonly number: number;
      readonly message: string | null;
      readonly name: string;
      readonly code: string | null;
    }
  /** It holds more memory than it may, and waits to be ended. */
  | { readonly kind: "memory" };
