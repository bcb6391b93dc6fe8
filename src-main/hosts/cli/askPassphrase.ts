import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { PlainError } from "#shared/domain/plainError.ts";

const variable = "FASCICLE_PASSPHRASE";
const packetVariable = "FASCICLE_PACKET_PASSPHRASE";
const nextVariable = "FASCICLE_NEW_PASSPHRASE";

/** What `--as` means, for the usage of a verb. */
export const asUsage = `  --as READER the reader who does this, by name, initials or number (who signed in last). A passphrase is asked for; where nobody can be
              asked, it is taken from ${variable}. It never stands in the command line, which every user of a machine can read`;

/**
 * The passphrase of a reader: from the environment, from which it is removed before anything else is started, or typed without being shown. Throws PlainError
 * where there is neither.
 */
export async function askPassphrase({ name }: { readonly name: string }): Promise<string> {
  const given = fromVariable(variable);
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new PlainError(`${name} has a passphrase, and nobody can be asked for it here: give it in ${variable}.`);
  return typed(`Passphrase of ${name}: `);
}

/**
 * The passphrase that a reader wants from now on: from the environment, as above, or typed twice. Throws PlainError where there is neither, or the two differ.
 */
export async function askNewPassphrase(): Promise<string> {
  return fromVariable(nextVariable) ?? typedTwice("The new passphrase", nextVariable, "New passphrase: ");
}

/**
 * The passphrase of a packet: from the environment, as above, or typed; twice where it is a new one. Throws PlainError where there is neither, or the two
 * differ.
 */
export async function askPacketPassphrase({ isNew }: { readonly isNew: boolean }): Promise<string> {
  const given = fromVariable(packetVariable);
  if (given !== undefined) return given;
  if (isNew) return typedTwice("The packet", packetVariable, "Passphrase of the packet: ");
  if (!process.stdin.isTTY)
    throw new PlainError(`The packet has a passphrase, and nobody can be asked for it here: give it in ${packetVariable}.`);
  return typed("Passphrase of the packet: ");
}

function fromVariable(name: string): string | undefined {
  const given = process.env[name];
  delete process.env[name];
  return given;
}

async function typedTwice(what: string, name: string, prompt: string): Promise<string> {
  if (!process.stdin.isTTY) throw new PlainError(`${what} cannot be asked for here: give the passphrase in ${name}.`);
  const first = await typed(prompt);
  if ((await typed("The same again: ")) !== first) throw new PlainError("The two passphrases differ. Nothing was written.");
  return first;
}

async function typed(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  // Readline echoes to its output what is typed: it goes nowhere.
  const line = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: true,
  });
  line.on("SIGINT", () => process.exit(130));
  try {
    return await line.question("");
  } finally {
    line.close();
    process.stderr.write("\n");
  }
}
