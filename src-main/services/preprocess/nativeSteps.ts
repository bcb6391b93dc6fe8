import { PlainError } from "#shared/domain/plainError.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { scalarTypeOf, type Image, type VoxelArray } from "#shared/domain/volume.ts";
import { nativeAddon, type EngineProgress } from "../engine/index.ts";

/** What a step is given beside its images; a task of the engine hands its own context on. All of it may be left out. */
export interface StepContext {
  readonly signal?: AbortSignal | undefined;
  readonly cancelFlag?: SharedArrayBuffer;
  /** Of the engine; one for each core where absent. */
  readonly threads?: number;
  progress?(update: EngineProgress): void;
}

/** An image as the engine gives it, with what it says beside it. */
type Made<Notes> = { readonly grid: Grid; readonly voxels: VoxelArray } & Notes;
type NativeStep = (
  input: object,
  onProgress?: (done: number, total: number, phase: string) => void,
) => Promise<Made<Record<string, unknown>>>;

/**
 * Calls one of the engine's functions from image to image (native/src/addon). `input` holds all that it reads but for threads and flag; its voxels are
 * read where they are, on other threads: leave them alone until the promise has settled. Throws PlainError in the engine's words where it refuses, the
 * signal's reason where it is aborted.
 */
export async function callStep<Notes = unknown>(
  name: string,
  input: object,
  { signal, cancelFlag, threads = 0, progress }: StepContext = {},
): Promise<{ image: Image; made: Made<Notes> }> {
  signal?.throwIfAborted();
  const step = (nativeAddon() as Record<string, NativeStep>)[name]!;
  const flag = new Int32Array(cancelFlag ?? new SharedArrayBuffer(4));
  const cancel = () => {
    Atomics.store(flag, 0, 1);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    const say = progress && ((done: number, total: number, phase: string) => progress({ phase, done, total }));
    const made = (await step({ ...input, threads, cancelFlag: flag }, say)) as Made<Notes>;
    return { image: { grid: made.grid, scalarType: scalarTypeOf(made.voxels), voxels: made.voxels }, made };
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "REFUSED" ? new PlainError(message, { cause: error }) : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
