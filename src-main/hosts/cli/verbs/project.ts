import { parseArgs } from "node:util";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase, asUsage } from "../askPassphrase.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle project ACTION [...] [--as READER] [--data DIR] [--json]
Sets up a reader study, and keeps it going. ID is the id or the name of a project. Cases are read in the window.

  create FILE                  a draft with the protocol in FILE (JSON), and with whoever makes it as coordinator; prints its id
  create --template NAME       the same with a protocol that comes with the program: brain, empty, myopathy
  create --copy ID --name NAME the same with the protocol of another project
  list                         projects, with state and number of cases
  start ID                     start a draft: its protocol is frozen, every reading is made. While a blinded project runs, everybody signs in with a passphrase,
                               and who is not its coordinator sees nothing in this data folder but the own readings
  readings ID                  of a coordinator: every reading, with reader, pass, state, times and questions; of a reader: the own ones
  submit ID CODE               sign and lock one's own open reading of a case, with --meaning TEXT
  answer ID READER PASS CODE NUMBER TEXT   answer a reader's question; READER is the number in the project
  unlock ID READER PASS CODE   begin a new version of a submitted reading, with --reason TEXT; withdraw: leave a reading out of the analysis
  training ID                  training cases: whether a coordinator has read them, and how the readers' readings compare with that. A coordinator's reading is
                               reader 0, pass 0 in unlock
  unblind ID READER PASS CODE  break the blind of a case for its reader, with --reason TEXT: prints whose case it is, to be told to that reader alone
  amend ID FILE                a new version of a running project's protocol, frozen, with --reason TEXT; says which readings it touches
  join ID READER...            add readers to a running project, with --reason TEXT; leave ID READER: one has left, READER is the number there
  adjudicate ID                cases on which the two first readings differ as much as the protocol's rule says, with why
  adjudicate assign ID CODE READER [READER]   a third reader, or both readers together, make the consensus of a case; CODE may be “all”
  adjudicate status ID         every consensus, with who makes it, state and times
  adjudicate unlock ID CODE    begin a new version of a submitted consensus, with --reason TEXT; adjudicate withdraw: it counts no more
  clock ID                     the clock ran ahead when the last entry was written, and is right now; with --reason TEXT
  extract ID                   extract the features of all locked drawings by the protocol's settings; those that are up to date stay
  agreement ID --out DIR       write the agreement of the locked readings into an empty folder: tables (CSV), figures (SVG) and a report (HTML)
  close ID                     sign the manifest of a running project: nothing in it changes any more
  status ID                    readers, cases, what is lacking before a start, and the head of the log
  protocol ID [FILE]           print the protocol, or change it to the one in FILE
  readers ID READER...         name all readers, from reader 1 on; with --coordinators all coordinators
  pictures list ID             pictures that the protocol may name, of drawing rules and of grades
  pictures add ID FILE [NAME]  keep a PNG or JPEG (the name ends in .png or .jpg) without its metadata; pictures remove ID NAME: one that no protocol names
  cases list ID                cases with their roles, and the volumes that fit where one is to be chosen
  cases add ID TABLE           add the cases of a table (CSV): columns “Patient ID” or “Study UID”; where wanted “Case code”
                               (else random), “Group”, “Training” (1 or 0); others are variables. Studies of one patient are one case
  cases role ID CODE REGION ROLE VOLUME   set the volume of a role, by the ids of the protocol
  cases replace ID CODE REGION ROLE VOLUME  put another volume in place of a wrong one in a running project, with --reason TEXT
  cases confirm ID [CODE]      confirm all volumes that were found by the rules, of one case or of all: look at them before
  cases level ID CODE REGION LEVEL SLICE  say which slice a level is, from 1 as the window counts those of the series that is drawn on; “none” takes it back
  cases levels ID TABLE        the same for the rows of a table (CSV): columns “Case code”, “Region”, “Level”, “Slice”; all of them, or none
  cases looked ID CODE REGION ROLE        every slice of the series was looked at for text burned into it, which --yes says; --mask hides a rectangle
                               of every slice
  cases exclude ID CODE, cases include ID CODE   with --reason TEXT, which the log keeps
  cases remove ID CODE         take a case that was added by mistake out of the draft, with --reason TEXT
  packet export ID READER OUT  write what a reader reads elsewhere: the cases of one pass (the next one, or --pass N) that nobody has opened, in one file under
                               a passphrase; READER is the number in the project. Where it shows heads, --yes says that you know of it. They are not opened
                               here until they come back
  packet import FILE           a packet, into a data folder of its own, to be read by --as READER; or, where the packet was written, what came back of it:
                               --key FINGERPRINT confirms a key that is not known of the reader yet
  packet return ID OUT         write the submitted readings of a packet, signed
  packet list ID               packets, their states, and what came back
  packet call-back ID PACKET   with --reason TEXT: its cases can be opened here again, or written in another packet; PACKET is its number in the list
  verify ID [--head HASH]      check the log against itself and the rows that are there; HASH is a head that was noted before
  log ID                       the log as CSV
  remove ID --yes              remove a draft whole, with its log

  --meaning TEXT   what the signature says (I have read this case independently)
  --name NAME      the project's name (that of its protocol)
  --reason TEXT    why, for the log: write no patient's name or ID into it
  --dry-run        amend and cases replace: say what would be, and change nothing
  --pass N         of a packet: which pass
  --out DIR        a folder that is not there yet, or is empty
  --mask COLUMN,ROW,COLUMNS,ROWS   what is hidden: its first column and row, from 0 at the top left, and how many columns and rows
${asUsage}
                   That of a packet is asked for too, or taken from FASCICLE_PACKET_PASSPHRASE
  --data DIR       the data folder (${defaultDataFolder()})
  --json           print one JSON value
  --help           print this

All but list, verify, readings, submit, packet import of a packet and packet return are for coordinators of the project alone.
Exit codes: 0 done, 1 failed or does not fit, 2 wrong use. See docs/reader-studies.md.
`;

/** `fascicle project`: answers 0, 1 where a log does not fit, 2 where it was called wrongly. Throws PlainError where something cannot be done. */
export async function projectVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: "string" },
      template: { type: "string" },
      copy: { type: "string" },
      reason: { type: "string" },
      meaning: { type: "string" },
      mask: { type: "string" },
      head: { type: "string" },
      pass: { type: "string" },
      key: { type: "string" },
      coordinators: { type: "boolean" },
      "dry-run": { type: "boolean" },
      yes: { type: "boolean" },
      out: { type: "string" },
      as: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const { projectActions, wrongAction } = await import("./projectActions.ts");
  const two = positionals.slice(0, 2).join(" ");
  const words = ["cases", "packet", "pictures"].includes(positionals[0]!) || Object.hasOwn(projectActions, two) ? 2 : 1;
  const name = positionals.slice(0, words).join(" ");
  const action = Object.hasOwn(projectActions, name) ? projectActions[name] : undefined;
  if (!action) return wrongUse(io, "project", name === "" ? "say what to do." : `there is no action "${name}".`, usage);
  const { as, data, json, help: _help, ...options } = values;
  const rest = positionals.slice(words);
  const fault = wrongAction(action, rest, options);
  if (fault !== undefined) {
    io.stderr.write(`fascicle project ${name}: ${fault}\n“fascicle project --help” tells more.\n`);
    return 2;
  }

  const [{ createApp }, { signIn }] = await Promise.all([import("../../../app/createApp.ts"), import("../../../app/commands/signIn.ts")]);
  const app = createApp({ dataFolder: data ?? defaultDataFolder(), host: { name: "cli" } });
  const bar = progressBar(io.stderr);
  try {
    let passphrase = "";
    let signedIn: ReturnType<typeof signIn> | undefined;
    const by = () =>
      (signedIn ??= signIn(app.services, as, async (reader) => (passphrase = await askPassphrase(reader)), { isForBlinded: true }));
    if (app.services.blinding.isOn()) await by();
    const answer = await action.run({
      services: app.services,
      by,
      passphrase: () => passphrase,
      args: rest,
      options,
      onProgress: (progress) => bar.show(progress),
    });
    bar.end();
    io.stdout.write(json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.text);
    return answer.isFailed ? 1 : 0;
  } finally {
    bar.end();
    await app.close();
  }
}
