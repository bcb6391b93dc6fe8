import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Why models cannot be run on this machine, in words for the reader; undefined where they can. ONNX Runtime comes as a binary for each
 * system and processor, and
 * for some there is none (Macs with an Intel processor). The runtime itself is not loaded for the answer.
 */
export function runtimeProblem(
  platform: NodeJS.Platform = process.platform,
  architecture: string = process.arch,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  if (exists(join(packageFolder(), "bin", "napi-v6", platform, architecture, "onnxruntime_binding.node"))) return undefined;
  const machine =
    platform === "darwin" && architecture === "x64"
      ? "a Mac with an Intel processor"
      : `this kind of machine (${platform}, ${architecture})`;
  return (
    `Models cannot be run on ${machine}: ONNX Runtime, which runs them, is not made for it. Everything else works here. Run models ` +
    `on a Mac with an Apple processor, on Windows or on Linux; the command "fascicle predict" takes features that were extracted here.`
  );
}

function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
  } catch {
    return "";
  }
}
