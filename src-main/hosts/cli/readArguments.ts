import { readFileSync } from "node:fs";

/**
 * The arguments of the command line. Node reads them as UTF-8 and so loses the bytes of a name that is none; Linux still has them (proc(5),
 * /proc/self/cmdline), other systems have no
 * such names. These names are held as app/diskPath has it. Started through an older Node (bin/fascicle.mjs), they are lost before this program begins.
 */
export async function readArguments(args: readonly string[]): Promise<string[]> {
  if (process.platform !== "linux" || !args.some((arg) => arg.includes("\ufffd"))) return [...args];
  const { pathFromBytes } = await import("../../app/diskPath.ts");
  try {
    const line = readFileSync("/proc/self/cmdline");
    const whole: Uint8Array[] = [];
    for (let start = 0, end = line.indexOf(0); end !== -1; start = end + 1, end = line.indexOf(0, start))
      whole.push(line.subarray(start, end));
    const own = whole.slice(-args.length);
    return args.map((arg, index) => (arg.includes("\ufffd") && own[index] ? pathFromBytes(own[index]) : arg));
  } catch {
    return [...args];
  }
}
