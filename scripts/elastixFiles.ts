import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** From the project's root. */
export const elastixPackage = "node_modules/@itk-wasm/elastix";

/** Puts elastix' WebAssembly and what loads it into dist/main/elastix/, where the registration process finds it: nothing is downloaded. */
export function elastixFiles(): Plugin {
  return {
    name: "elastix-files",
    generateBundle() {
      for (const file of ["elastix.js", "elastix.wasm.zst"]) {
        const source = readFileSync(join(import.meta.dirname, "..", elastixPackage, "dist", "pipelines", file));
        this.emitFile({ type: "asset", fileName: `elastix/${file}`, source });
      }
    },
  };
}
