import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds the native engine into native/build/Release/fascicle.node, where a source is newer than it. Downloads nothing: the
 * headers come with a package. Needs a C++20 compiler, make and Python 3.
 */
const root = join(import.meta.dirname, "..");
const native = join(root, "native");
const binary = join(native, "build", "Release", "fascicle.node");

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/**
 * A folder laid out as node-gyp wants Node's headers (include/node/...), made from the package node-api-headers. Node-API is the same for every
 * Node and Electron, so these four headers are all that the engine needs.
 */
function makeHeadersFolder(): string {
  const headers = join(native, "headers");
  const include = join(headers, "include", "node");
  mkdirSync(include, { recursive: true });
  const source = join(root, "node_modules", "node-api-headers", "include");
  for (const name of readdirSync(source)) copyFileSync(join(source, name), join(include, name));
  copyFileSync(join(native, "common.gypi"), join(include, "common.gypi"));
  return headers;
}

function isThere(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
}

function stop(message: string): never {
  console.error(`The native engine was not built. ${message}`);
  process.exit(1);
}

function build(): void {
  if (process.platform !== "win32") {
    const compiler = process.env["CXX"] ?? (process.platform === "darwin" ? "clang++" : "g++");
    const missing = [compiler.split(" ")[0]!, "make", "python3"].filter((command) => !isThere(command));
    if (missing.length > 0) {
      const advice =
        process.platform === "darwin"
          ? "Run `xcode-select --install`, then `npm run build`."
          : "Install a C++20 compiler, make and Python 3 (on Debian and Ubuntu: apt install g++ make python3), then run `npm run build`.";
      stop(`Missing: ${missing.join(", ")}. ${advice}`);
    }
  }
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules", "node-gyp", "bin", "node-gyp.js"),
      "configure",
      "build",
      "--directory",
      native,
      "--release",
      "--jobs",
      "max",
      "--loglevel",
      "warn",
      "--force-process-config",
      // Windows links against node.lib, which node-gyp fetches; elsewhere nothing is fetched.
      ...(process.platform === "win32" ? [] : ["--nodedir", makeHeadersFolder()]),
    ],
    { encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (status !== 0) {
    console.error(stdout, stderr);
    stop("The compiler's messages stand above; a C++20 compiler is needed (g++ 11, clang 14 or Visual Studio 2022, or newer).");
  }
  console.log(`Built the native engine in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

const sources = Math.max(newest(join(native, "src")), newest(join(native, "binding.gyp")), newest(join(native, "common.gypi")));
if (!existsSync(binary) || newest(binary) <= sources) build();
