import { existsSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { PlainError } from "#shared/domain/plainError.ts";
import type { RigidTransform } from "#shared/domain/transform/transform.ts";
import { scalarTypeOf, type Image } from "#shared/domain/volume.ts";
import type { ForkProcess } from "../engine/index.ts";
import { temporaryPath } from "../system/index.ts";
import type {
  RegistrationAnswer,
  RegistrationChecks,
  RegistrationFound,
  RegistrationImage,
  RegistrationKind,
  RegistrationLimits,
  RegistrationProgress,
  RegistrationTask,
} from "./registrationMessages.ts";
import { resampleImage, type Interpolation } from "./resampleImage.ts";

export interface RegisterRequest {
  readonly fixed: RegistrationImage;
  readonly moving: RegistrationImage;
  readonly kind: RegistrationKind;
  /** Where the search begins: takes the fixed image's points to the moving one's (see manualStart). Nothing is moved where absent. */
  readonly initial?: RigidTransform | undefined;
  /** 45 degrees and half the fixed image's longest side unless told otherwise. */
  readonly limits?: Partial<RegistrationLimits> | undefined;
  /** How the moving image is brought onto the fixed one's grid; absent where it need not be. */
  readonly interpolation?: Interpolation | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RegistrationProgress) => void) | undefined;
}

export interface Registered extends RegistrationFound {
  readonly checks: RegistrationChecks;
  /** The moving image on the fixed one's grid, made by our own engine through the transform; 0 outside. Null where no interpolation was asked for. */
  readonly image: Image | null;
}

/** Finds how one image lies on another, each time in a process of its own. */
export interface Registration {
  /**
   * Throws PlainError in words that name the images by their roles where they cannot be registered or the outcome is no good; the signal's reason where it is
   * aborted: the process is then ended at once, whatever it is doing.
   */
  register(request: RegisterRequest): Promise<Registered>;
  /** Ends what is in work. */
  close(): void;
}

const defaultAngleDegrees = 45;
/** WebAssembly's memory ends here, whatever the machine has. */
const mostBytes = 4 * 2 ** 30;

/** `modulePath` is the built worker; `memoryBytes` is what a search may take, four fifths of the machine's memory and at most 4 GiB unless told otherwise. */
export function createRegistration({
  forkProcess,
  modulePath,
  memoryBytes = Math.min(mostBytes, 0.8 * machineBytes()),
}: {
  forkProcess: ForkProcess;
  modulePath: string;
  memoryBytes?: number;
}): Registration {
  const running = new Set<(error: Error) => void>();

  const search = (task: RegistrationTask, { signal, onProgress }: RegisterRequest): Promise<RegistrationFound> =>
    new Promise((resolve, reject) => {
      const child = forkProcess(modulePath, "Fascicle registration");
      let ended = false;
      const finish = (end: () => void) => {
        if (ended) return;
        ended = true;
        running.delete(stop);
        rmSync(task.markPath, { force: true });
        signal?.removeEventListener("abort", cancel);
        // Its memory does not shrink: every search has a new one.
        child.kill();
        end();
      };
      const stop = (error: Error) => finish(() => reject(error));
      const cancel = () => stop(signal!.reason as Error);
      running.add(stop);
      signal?.addEventListener("abort", cancel);
      child.onMessage((message) => {
        const answer = message as RegistrationAnswer;
        if (answer.kind === "found") finish(() => resolve(answer.found));
        else if (answer.kind === "error") stop(errorOf(answer, task));
        else if (!ended) onProgress?.(answer.progress);
      });
      child.onExit((code, by) =>
        stop(
          existsSync(task.markPath)
            ? overMemory(task)
            : endedEarly(task, by ?? (code === null ? "it could not be started" : `exit code ${code}`)),
        ),
      );
      child.postMessage(task);
    });

  return {
    register: async (request) => {
      const { fixed, moving, kind, initial, limits, interpolation, signal } = request;
      signal?.throwIfAborted();
      const longest = Math.max(...fixed.grid.size.map((length, axis) => length * fixed.grid.spacingMm[axis]!));
      const found = await search(
        {
          fixed: forSending(fixed),
          moving: forSending(moving),
          kind,
          initial,
          limits: { angleDegrees: defaultAngleDegrees, shiftMm: longest / 2, ...limits },
          memoryBytes,
          markPath: temporaryPath("registration"),
        },
        request,
      );
      if (interpolation === undefined) return { ...found, image: null };
      const image = { grid: moving.grid, scalarType: scalarTypeOf(moving.voxels), voxels: moving.voxels };
      return { ...found, image: await resampleImage(image, { transform: found.transform, grid: fixed.grid, interpolation, signal }) };
    },
    close: () => {
      for (const stop of running) stop(new PlainError("The program is closing; the images were not registered."));
    },
  };
}

/** Memory that threads share cannot be sent to another process. */
function forSending({ role, grid, voxels }: RegistrationImage): RegistrationImage {
  return { role, grid, voxels: voxels.buffer instanceof ArrayBuffer ? voxels : voxels.slice() };
}

function errorOf({ message, name }: Extract<RegistrationAnswer, { kind: "error" }>, { fixed, moving }: RegistrationTask): PlainError {
  return new PlainError(
    message ?? `Something unexpected went wrong while registering "${moving.role}" to "${fixed.role}" (${name}). Nothing was changed.`,
  );
}

function endedEarly({ fixed, moving }: RegistrationTask, how: string): PlainError {
  const why = how === "SIGKILL" ? "SIGKILL: perhaps the machine ran out of memory" : how;
  return new PlainError(
    `The process that registers "${moving.role}" to "${fixed.role}" ended (${why}). Nothing else was touched. Close other programs, or resample the images to ` +
      `larger voxels, and try again.`,
  );
}

function overMemory({ fixed, moving, memoryBytes }: RegistrationTask): PlainError {
  return new PlainError(
    `Registering "${moving.role}" to "${fixed.role}" took more than the ${Math.round(memoryBytes / 2 ** 20)} MB of memory that it may take on this machine, and was ` +
      `stopped. Nothing else was touched. Resample the images to larger voxels first.`,
  );
}

function machineBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem();
}
