import { spawn, spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";

/** The project's folder, where everything below is run. */
export const root = join(import.meta.dirname, "..");

const addon = join("native", "src", "addon");

/** The engine without Node-API. */
export const engineSources: readonly string[] = globSync("native/src/**/*.cpp", { cwd: root }).filter((path) => !path.startsWith(addon));

export interface DriverBuild {
  /** Compiler and its first arguments. */
  readonly compiler: readonly string[];
  /** Under the project's folder: where objects and driver go. */
  readonly folder: string;
  /** What is compiled with `flags` and linked with these and `linkFlags`. */
  readonly sources: readonly string[];
  readonly flags: readonly string[];
  readonly linkFlags?: readonly string[];
  /** The script that asks: what it compiled is made again when it changes. */
  readonly script: string;
}

/** When a file was last changed; 0 where it is not there. */
function changed(path: string): number {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Runs the compiler on one source; answers its messages where it failed. */
async function compile({ compiler, flags }: DriverBuild, args: readonly string[], source: string): Promise<string | undefined> {
  const child = spawn(
    compiler[0]!,
    [
      ...compiler.slice(1),
      "-std=c++20",
      "-ffp-contract=off",
      "-pthread",
      "-Wall",
      "-Wextra",
      "-Wno-unused-parameter",
      ...flags,
      "-Inative/src",
      "-Itest/native/sanitized",
      ...args,
      source,
    ],
    { cwd: root, stdio: ["ignore", "ignore", "pipe"] },
  );
  let messages = "";
  child.stderr.on("data", (part: Buffer) => {
    messages += part.toString();
  });
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  child.once("error", reject);
  child.once("close", (code) => resolve(code === 0 ? undefined : messages || `${source} was not compiled.`));
  return promise;
}

/**
 * Writes a header with every standard header that the files include and compiles it, so that each source need not parse them anew: more than
 * half of the time without optimising. The addon is built without it, and so finds an include that is missing.
 */
async function precompileStandardHeaders(build: DriverBuild, files: readonly string[]): Promise<string> {
  const included = new Set(files.flatMap((path) => readFileSync(join(root, path), "utf8").match(/^#include <[a-z_]+>$/gm) ?? []));
  const header = join(build.folder, "standard.hpp");
  writeFileSync(join(root, header), `${[...included].toSorted().join("\n")}\n`);
  const messages = await compile(build, ["-x", "c++-header", "-o", `${header}.gch`], header);
  if (messages !== undefined) throw new Error(`${header} was not compiled.\n${messages}`);
  return header;
}

/**
 * Compiles what has changed, as many sources at a time as there are cores, and links the driver. Answers its path. Throws an Error with the
 * compiler's messages where that failed.
 */
export async function buildDriver(build: DriverBuild): Promise<string> {
  mkdirSync(join(root, build.folder), { recursive: true });
  const headers = ["native/src/**/*.hpp", "test/native/sanitized/*.hpp"]
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((path) => !path.startsWith(addon));
  const headersChanged = Math.max(...[...headers, "scripts/nativeDriver.ts", build.script].map(changed));
  const all = build.sources.toSorted().map((source) => ({ source, object: join(build.folder, `${source.replaceAll(sep, "-")}.o`) }));
  const waiting = all.filter(({ source, object }) => changed(object) < Math.max(changed(source), headersChanged));
  const standard = waiting.length > 0 ? await precompileStandardHeaders(build, [...build.sources, ...headers]) : "";
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const messages = await compile(build, ["-include", standard, "-o", next.object, "-c"], next.source);
      if (messages !== undefined) throw new Error(`${build.folder} was not compiled.\n${messages}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const driver = join(root, build.folder, "driver");
  const linked = spawnSync(
    build.compiler[0]!,
    [...build.compiler.slice(1), "-pthread", ...build.flags, ...(build.linkFlags ?? []), ...all.map(({ object }) => object), "-o", driver],
    { cwd: root, encoding: "utf8" },
  );
  if (linked.status !== 0) throw new Error(`${build.folder} was not linked.\n${linked.stderr}`);
  return driver;
}
