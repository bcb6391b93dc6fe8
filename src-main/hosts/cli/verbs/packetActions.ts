import type { Job } from "#shared/domain/job.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { endedJob } from "../../../app/commands/finishedJob.ts";
import type { App } from "../../../app/createApp.ts";
import type { ImportedPacket, TakeAnswer } from "../../../app/commands/packetJobs.ts";
import type { WrittenPacket } from "../../../app/commands/writtenPackets.ts";
import { askPacketPassphrase } from "../askPassphrase.ts";
import { columnsText } from "../columnsText.ts";
import { done, type Action, type ActionAnswer } from "./projectAction.ts";

type Packets = App["services"]["packets"];
type Taken = Extract<TakeAnswer, { isTaken: true }>;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
const number = /^[1-9]\d{0,5}$/;

/** What is done for readers elsewhere. */
export const packetActions: Readonly<Record<string, Action>> = {
  "packet export": {
    args: ["ID", "READER", "OUT"],
    options: ["pass", "yes"],
    refuse: ([, reader], { pass }) =>
      number.test(reader!) && (pass === undefined || number.test(pass)) ? undefined : "READER and --pass are numbers, from 1.",
    run: async ({ services: { projects, packets, jobs }, by, args: [project, reader, path], options: { pass, yes }, onProgress }) => {
      const [author, id] = [await by(), projects.named(project!)];
      const jobId = await packets.startExport(author, id, {
        readerNumber: Number(reader),
        pass: pass === undefined ? undefined : Number(pass),
        path: path!,
        passphrase: () => askPacketPassphrase({ isNew: true }),
        knowsOfHeads: yes === true,
      });
      const written = resultOf(await endedJob(jobs, jobId, onProgress), "Interrupted. Nothing was written.") as WrittenPacket;
      const from = written.notBefore === null ? "" : ` It is not opened before ${written.notBefore.slice(0, 10)} (UTC).`;
      const shown = written.shown.length === 0 ? "" : ` As the protocol shows them, it holds ${written.shown.join(", ")} too.`;
      return done(
        `Written, packet ${written.number}: ${counted(written.cases, "case")} of pass ${written.pass}, ${counted(written.images, "image")}.` +
          `${from}${shown} Tell the passphrase by another way than the one that the file goes by. ` +
          "Until they come back, or the packet is called back, its cases are not opened here." +
          leftOutText(written.leftOut),
        written,
      );
    },
  },
  "packet import": {
    args: ["FILE"],
    options: ["key"],
    run: async ({ services: { packets, jobs }, by, passphrase, args: [path], options: { key }, onProgress }) => {
      const kind = await packets.kindOf(path!);
      const author = await by();
      if (kind === "return") {
        const ended = await endedJob(jobs, await packets.startTakeIn(author, path!, { fingerprint: key }), onProgress);
        const taken = resultOf(ended, "Interrupted. Nothing was taken in.") as TakeAnswer;
        if (!taken.isTaken) throw new PlainError(unknownKeyText(taken));
        return { text: takenText(taken), json: { kind, ...taken }, isFailed: taken.taken.length === 0 && taken.leftOut.length > 0 };
      }
      const secret = { passphrase: () => askPacketPassphrase({ isNew: false }), own: passphrase() };
      const ended = await endedJob(jobs, await packets.startImport(author, path!, secret), onProgress);
      const imported = resultOf(ended, "Interrupted. Nothing was taken in.") as ImportedPacket;
      const from = imported.notBefore === null ? "" : `, from ${imported.notBefore.slice(0, 10)} (UTC) on`;
      const text =
        `${imported.project}: ${counted(imported.cases, "case")} of pass ${imported.pass} to be read in My readings${from}. ` +
        `Tell the coordinator the fingerprint of your key: ${imported.fingerprint}`;
      return done(text, { kind, ...imported });
    },
  },
  "packet return": {
    args: ["ID", "OUT"],
    run: async ({ services: { projects, packets }, by, passphrase, args: [project, path] }) => {
      const author = await by();
      const written = await packets.writeReturn(author, projects.named(project!), path!, passphrase());
      const left = written.left === 0 ? "" : ` ${counted(written.left, "case")} not submitted yet: write another one then.`;
      return done(`Written: ${counted(written.cases, "reading")}, signed with the key ${written.fingerprint}.${left}`, written);
    },
  },
  "packet call-back": {
    args: ["ID", "PACKET"],
    options: ["reason"],
    refuse: ([, packet]) => (number.test(packet!) ? undefined : "PACKET is a number, from 1."),
    run: async ({ services: { projects, packets }, by, args: [project, packet], options: { reason = "" } }) => {
      packets.callBack(await by(), projects.named(project!), Number(packet), reason);
      return done(
        `Packet ${packet!} is called back: its cases can be opened here, or written in another packet. ` +
          "What still comes back of it is taken in where it can be.",
      );
    },
  },
  "packet list": {
    args: ["ID"],
    run: async ({ services: { projects, packets }, by, args: [project] }) => {
      const all = packets.list(await by(), projects.named(project!));
      return { text: listText(all), json: all };
    },
  },
};

/** What a job came to, also where it was cancelled too late. Throws PlainError with its words where it came to nothing. */
function resultOf({ result, error }: Job, interrupted: string): unknown {
  if (result === null) throw new PlainError(error ?? interrupted);
  return result;
}

function unknownKeyText({ signedBy, readerNumber, fingerprint }: Extract<TakeAnswer, { isTaken: false }>): string {
  return (
    `It is signed by “${signedBy}” with a key that is not known of reader ${readerNumber}. Its fingerprint is ${fingerprint}. ` +
    "Ask the reader, by another way than the one that the file came by, whether it is that of the reader's key; if it is, take the file in with it: " +
    "--key FINGERPRINT. Nothing was taken in."
  );
}

function takenText({ taken, already, leftOut, notes, readerNumber, pass, fingerprint }: Taken): string {
  const lines = [
    taken.length === 0
      ? "Nothing was taken in."
      : `Taken in of reader ${readerNumber}, pass ${pass}, key ${fingerprint}: ${taken.join(", ")}`,
    ...(already.length === 0 ? [] : [`Here already, the same: ${already.join(", ")}`]),
    ...leftOut.map(({ code, why }) => `Not taken in, ${code}: ${why}`),
    ...notes.map((note) => `Note: ${note}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function leftOutText(leftOut: Taken["leftOut"]): string {
  return leftOut.map(({ code, why }) => `\nNot in it, ${code}: ${why}`).join("");
}

function listText(packets: ReturnType<Packets["list"]>): ActionAnswer["text"] {
  if (packets.length === 0) return "No packet was written yet: fascicle project packet export ID READER OUT\n";
  return columnsText(
    packets.map((packet) => [
      `packet ${packet.number}`,
      `reader ${packet.readerNumber} ${packet.reader}`,
      `pass ${packet.pass}`,
      `written ${packet.writtenAt}`,
      `${packet.submitted} of ${counted(packet.cases, "case")} submitted`,
      packet.returns.length === 0 ? "nothing came back" : `came back ${packet.returns.map(({ at }) => at).join(", ")}`,
      packet.calledBack === null ? packet.state : `called back ${packet.calledBack.at}: ${packet.calledBack.reason}`,
    ]),
  );
}
