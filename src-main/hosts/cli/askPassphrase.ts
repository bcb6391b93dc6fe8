import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { PlainError } from "#shared/domain/plainError.ts";

const variable = "FASCICLE_PASSPHRASE";

/** What `--as` means, for the usage of a verb. */
export const asUsage = `  --as READER the reader who does this, by name, initials or number (who signed in last). A passphrase is asked for; where nobody can be
              asked, it is taken from ${variable}. It never stands in the command line, which every user of a machine can read`;

/**
 * The passphrase of a reader: from the environment, from which it is removed before anything else is started, or typed without being shown. Throws PlainError
 * where there is neither.
 */
export async function askPassphrase({ name }: { readonly name: string }): Promise<string> {
  const given = process.env[variable];
  delete process.env[variable];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new PlainError(`${name} has a passphrase, and nobody can be asked for it here: give it in ${variable}.`);
  process.stderr.write(`Passphrase of ${name}: `);
  // Readline echoes to its output what is typed: it goes nowhere.
  const typed = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: true,
  });
  typed.on("SIGINT", () => process.exit(130));
  try {
    return await typed.question("");
  } finally {
    typed.close();
    process.stderr.write("\n");
  }
}
