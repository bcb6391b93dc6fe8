import { parseArgs } from "node:util";
import type { Reader } from "#shared/domain/reader.ts";
import { initialsOf } from "#shared/domain/reader.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askNewPassphrase, askPassphrase, asUsage } from "../askPassphrase.ts";
import { columnsText } from "../columnsText.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle reader list | add NAME | passphrase [--as READER] [--data DIR] [--json]
The readers of a data folder, whom --as names in every verb. A new data folder has one, named as the user who is logged in.

  list         number, name, initials, and whether a passphrase is asked for
  add NAME     add a reader without a passphrase; while a blinded project runs, its coordinator does
  passphrase   set or change one's own passphrase; the new one is asked for twice, or taken from FASCICLE_NEW_PASSPHRASE

${asUsage}
  --data DIR   the data folder (${defaultDataFolder()})
  --json       print [{"id","name","initials","hasPassphrase","isRetired"}]; of one reader without the brackets
  --help       print this

Exit codes: 0 done, 1 failed, 2 wrong use.
`;

const lineOf = ({ id, name, initials, hasPassphrase, retiredAt }: Reader) => [
  String(id),
  name,
  initials,
  hasPassphrase ? "passphrase" : "no passphrase",
  retiredAt === null ? "" : "retired",
];
const valueOf = ({ id, name, initials, hasPassphrase, retiredAt }: Reader) => ({
  id,
  name,
  initials,
  hasPassphrase,
  isRetired: retiredAt !== null,
});

/** `fascicle reader`: answers 0 where it was done, 2 where it was called wrongly. Throws PlainError where something cannot be done. */
export async function readerVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { as: { type: "string" }, data: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [action, name, ...more] = positionals;
  if (action !== "list" && action !== "add" && action !== "passphrase")
    return wrongUse(io, "reader", action === undefined ? "say what to do." : `there is no action "${action}".`, usage);
  if (more.length > 0 || (name === undefined) === (action === "add"))
    return wrongUse(io, "reader", action === "add" ? "give one NAME, in quotation marks." : `${action} takes no argument.`, usage);

  const [{ createApp }, { admit, signIn }] = await Promise.all([
    import("../../../app/createApp.ts"),
    import("../../../app/commands/signIn.ts"),
  ]);
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "cli" } });
  const { readers } = app.services;
  const tell = (told: readonly Reader[], value: unknown) =>
    io.stdout.write(values.json ? `${JSON.stringify(value, null, 2)}\n` : columnsText(told.map(lineOf)));
  try {
    if (action === "list") {
      await admit(app.services, values.as, askPassphrase);
      tell(readers.list(), readers.list().map(valueOf));
      return 0;
    }
    let reader: Reader;
    if (action === "add") {
      const by = await signIn(app.services, values.as, askPassphrase);
      reader = readers.add(by, { name: name!, initials: initialsOf(name!), specialty: "", years: null });
    } else {
      let current: string | undefined;
      const by = await signIn(app.services, values.as, async (who) => (current = await askPassphrase(who)), { isForBlinded: true });
      reader = await readers.setPassphrase(by, { current, next: await askNewPassphrase() });
    }
    tell([reader], valueOf(reader));
    return 0;
  } finally {
    await app.close();
  }
}
