import { Writable } from "node:stream";
import type { Verb } from "../../../../../src-main/hosts/cli/verb.ts";

/** Runs a verb of the command line and collects what it writes. */
export async function runVerb(verb: Verb, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [out, errors] = [collect(), collect()];
  const code = await verb(args, { stdout: out.stream, stderr: errors.stream });
  return { code, stdout: out.parts.join(""), stderr: errors.parts.join("") };
}

function collect(): { parts: string[]; stream: Writable } {
  const parts: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      parts.push(chunk.toString());
      done();
    },
  });
  return { parts, stream };
}
