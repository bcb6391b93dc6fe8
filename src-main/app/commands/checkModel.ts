import { readImageFile } from "../../services/imagefiles/index.ts";
import { checkBundle2, type GoldenOutcome } from "../../services/models/index.ts";
import { withBundle } from "./bundleFolder.ts";

/** How a bundle does on this machine. */
export interface ModelCheck {
  readonly name: string;
  readonly version: string;
  readonly golden: readonly GoldenOutcome[];
  /** The most that a patch took on this machine, MB, and what the bundle says (limits.patchMb). */
  readonly patchMb: number;
  readonly statedPatchMb: number;
}

/**
 * Compares every file of a bundle with its hash and runs its golden cases on this machine. Throws PlainError where a file differs or a case cannot be run;
 * a case that comes out otherwise is told.
 */
export async function checkModel(bundlePath: string, onProgress?: (done: number, total: number) => void): Promise<ModelCheck> {
  return withBundle(bundlePath, async ({ bundle, folder, inference, workFolder }) => {
    const golden = await checkBundle2(inference, { bundle, folder }, { readImage: readImageFile, workFolder }, { onProgress });
    return {
      name: bundle.name,
      version: bundle.version,
      golden,
      patchMb: Math.ceil(Math.max(...golden.map(({ memory }) => memory.patchBytes)) / 2 ** 20),
      statedPatchMb: bundle.limits.patchMb,
    };
  });
}
