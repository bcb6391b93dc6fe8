import { parseArgs } from "node:util";
import { readNotices } from "../../../app/notices.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle licences
  Prints the licences of the software that Fascicle is built with.
`;

/** Answers the exit code. */
export async function licencesVerb(args: string[], io: VerbIo): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: "boolean", short: "h" } } });
  io.stdout.write(values.help ? usage : await readNotices());
  return 0;
}
