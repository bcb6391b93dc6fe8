import { builtinModules } from "node:module";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig } from "vite";
import { bundledPackages } from "./scripts/bundledPackages.ts";
import { elastixFiles, elastixPackage } from "./scripts/elastixFiles.ts";

/** Native parts, and libraries that load files beside themselves: they stay packages. */
export const externalPackages = ["electron", "better-sqlite3", "onnxruntime-node", "piscina", "dcmjs-codecs", "@resvg/resvg-wasm"];

const workers = readdirSync("src-main/workers").filter((name) => name.endsWith(".ts"));

/** The main process: one bundle for each host and each worker, in dist/main. */
export default defineConfig({
  publicDir: false,
  plugins: [bundledPackages("main", [elastixPackage]), elastixFiles()],
  resolve: { alias: [{ find: /^#shared\//, replacement: new URL("./src-shared/", import.meta.url).pathname }] },
  ssr: { noExternal: true, external: externalPackages },
  build: {
    ssr: true,
    outDir: "dist/main",
    emptyOutDir: true,
    target: "node22",
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: {
        electron: "src-main/hosts/electron/electron.ts",
        cli: "src-main/hosts/cli/cli.ts",
        window: "src-main/hosts/loopback/window.ts",
        ...Object.fromEntries(workers.map((name) => [`workers/${basename(name, ".ts")}`, `src-main/workers/${name}`])),
      },
      external: [...externalPackages, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      // Nothing happens when one of these is loaded: what is not used of an index is not loaded by a short command.
      treeshake: { moduleSideEffects: (id, isExternal) => isExternal || !/\/src-(shared|main\/(services|app))\//.test(id) },
      output: { entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs", format: "es" },
    },
  },
});
