#!/usr/bin/env node
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

// The services need Node 24; the `node` package brings it, whatever Node the machine has.
if (Number(process.versions.node.split(".")[0]) >= 24) {
  await import("../dist/main/cli.mjs");
} else {
  const node = createRequire(import.meta.url).resolve("node/bin/node");
  const child = spawn(node, [import.meta.filename ?? new URL(import.meta.url).pathname, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
