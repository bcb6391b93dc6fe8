import { PlainError } from "#shared/domain/plainError.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { scalarTypeOf, type Image, type VoxelArray } from "#shared/domain/volume.ts";
import { nativeAddon, type EngineProgress } from "../engine/index.ts";

/** What a step is given beside its images; a task of the engine hands its own context on. All of it may be left out. */
export interface StepContext {
  readonly signal?: AbortSignal | undefined;
  readonly cancelFlag?: SharedArrayBuffer;
  /** Of the engine; one for each core where absent. Results do not depend on it. */
  readonly threads?: number;
  progress?(update: EngineProgress): void;
}

/** An image as the engine gives it, some functions with what they found beside it. */
export interface NativeImage {
  readonly grid: Grid;
  readonly voxels: VoxelArray;
}

type NativeFunction = (input: object, onProgress?: (done: number, total: number, phase: string) => void) => Promise<unknown>;

/**
 * Calls one of the engine's functions (native/src/addon). `input` holds all that it reads but for threads and flag; its voxels are read where they are, on
 * other threads: leave them alone until the promise has settled. Throws PlainError in the engine's words where it refuses, the signal's reason where it is
 * aborted.
 */
export async function callEngine<Answer>(
  name: string,
  input: object,
  { signal, cancelFlag, threads = 0, progress }: StepContext = {},
): Promise<Answer> {
  signal?.throwIfAborted();
  const flag = new Int32Array(cancelFlag ?? new SharedArrayBuffer(4));
  const cancel = () => {
    Atomics.store(flag, 0, 1);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    const say = progress && ((done: number, total: number, phase: string) => progress({ phase, done, total }));
    return (await (nativeAddon() as Record<string, NativeFunction>)[name]!({ ...input, threads, cancelFlag: flag }, say)) as Answer;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "REFUSED" ? new PlainError(message, { cause: error }) : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

/** An image of the engine's with its type. */
export function imageOf({ grid, voxels }: NativeImage): Image {
  return { grid, scalarType: scalarTypeOf(voxels), voxels };
}

/** A function of the engine that answers an image alone. Throws as callEngine. */
export async function callStep(name: string, input: object, context?: StepContext): Promise<Image> {
  return imageOf(await callEngine<NativeImage>(name, input, context));
}

/** Asks the system to give the memory of an array that was not written to yet in large pages, where it has such. Throws PlainError where there is no engine. */
export function adviseLargePages(array: Float32Array): void {
  (nativeAddon() as { adviseLargePages(array: Float32Array): void }).adviseLargePages(array);
}
