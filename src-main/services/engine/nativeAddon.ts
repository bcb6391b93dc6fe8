import { createRequire } from "node:module";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { projectRoot } from "../store/index.ts";

let loaded: unknown;

/**
 * The engine in C++ (native/src/addon), loaded at its first use; each service says which of its functions it calls. Throws PlainError where it was not
 * built or not for this system.
 */
export function nativeAddon(): unknown {
  try {
    loaded ??= createRequire(import.meta.url)(join(projectRoot, "native", "build", "Release", "fascicle.node"));
    return loaded;
  } catch (cause) {
    throw new PlainError(
      "The native radiomics engine could not be loaded. Run `npm run build` in the program's folder, or install the program again.",
      { cause },
    );
  }
}
