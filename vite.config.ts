import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { bundledPackages } from "./scripts/bundledPackages.ts";

const notices = bundledPackages("renderer");

/** The renderer: a web page with no privileges, built into dist/renderer. */
export default defineConfig({
  root: "src-renderer",
  base: "/",
  plugins: [react(), notices],
  resolve: {
    alias: [
      { find: /^#shared\//, replacement: new URL("./src-shared/", import.meta.url).pathname },
      // Cornerstone's XML dependency expects Node's events; without this it breaks at start.
      { find: /^events$/, replacement: "events/" },
    ],
  },
  worker: { format: "es", plugins: () => [notices] },
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "chrome140",
    chunkSizeWarningLimit: 6000,
    // A data: URL would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
  },
});
