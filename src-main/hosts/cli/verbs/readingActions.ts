import { PlainError } from "#shared/domain/plainError.ts";
import { done, type Action, type ActionRequest } from "./projectAction.ts";
import { marksText, ownReadingsText, readingsText, trainingText, unblindedText } from "./readingText.ts";

/** What is done with a running project and its readings. */
export const readingActions: Readonly<Record<string, Action>> = {
  start: {
    args: ["ID"],
    run: async ({ services: { projects }, by, args: [project] }) => {
      const readings = projects.start(await by(), projects.named(project!));
      return done(`The project was started: ${readings} readings were made.`, { readings });
    },
  },
  readings: {
    args: ["ID"],
    run: async ({ services: { projects, readings, blinding }, by, args: [project] }) => {
      const [author, id] = [await by(), projects.named(project!)];
      const own = readings.own(author).filter(({ projectId }) => projectId === id);
      if (own.length > 0 && blinding.isBlinded(author.readerId)) return { text: ownReadingsText(own), json: own };
      const all = readings.list(author, id);
      return { text: readingsText(all) + marksText(readings.marks(author, id)), json: all };
    },
  },
  submit: {
    args: ["ID", "CODE"],
    options: ["meaning"],
    run: async ({ services: { projects, readings }, by, passphrase, args: [project, code], options: { meaning } }) => {
      const [author, id] = [await by(), projects.named(project!)];
      const found = readings
        .own(author)
        .filter(({ projectId }) => projectId === id)
        .flatMap(({ begun }) => begun)
        .find((reading) => reading.code.toLowerCase() === code!.toLowerCase() && reading.state !== "submitted");
      if (!found) throw new PlainError(`You have no open reading of case ${code!}.`);
      const secret = { passphrase: passphrase(), meaning: meaning ?? "I have read this case independently" };
      const submission = await readings.submit(author, found.readingId, secret);
      return done(`Signed and locked at ${submission.submittedAt}, key ${submission.fingerprint}.`, submission);
    },
  },
  unlock: {
    args: ["ID", "READER", "PASS", "CODE"],
    options: ["reason"],
    run: async (request) => {
      request.services.readings.unlock(await request.by(), await readingOf(request), request.options.reason ?? "");
      return done("The reading was unlocked. What was signed before is kept.");
    },
  },
  withdraw: {
    args: ["ID", "READER", "PASS", "CODE"],
    options: ["reason"],
    run: async (request) => {
      request.services.readings.withdraw(await request.by(), await readingOf(request), request.options.reason ?? "");
      return done("The reading was withdrawn: it is kept, and enters no analysis.");
    },
  },
  training: {
    args: ["ID"],
    run: async ({ services: { projects, readings }, by, args: [project] }) => {
      const [author, id] = [await by(), projects.named(project!)];
      const training = {
        cases: readings.references(author).find(({ projectId }) => projectId === id)?.cases ?? [],
        readers: readings.training(author, id),
      };
      return { text: trainingText(training), json: training };
    },
  },
  unblind: {
    args: ["ID", "READER", "PASS", "CODE"],
    options: ["reason"],
    run: async (request) => {
      const told = request.services.readings.unblind(await request.by(), await readingOf(request), request.options.reason ?? "");
      return { text: unblindedText(told), json: told };
    },
  },
  answer: {
    args: ["ID", "READER", "PASS", "CODE", "NUMBER", "TEXT"],
    refuse: (args) => (/^\d{1,4}$/.test(args[4]!) ? undefined : "NUMBER is that of the question."),
    run: async (request) => {
      const [, , , , number, text] = request.args;
      request.services.readings.answerQuestion(await request.by(), await readingOf(request), Number(number), text!);
      return done("The question was answered.");
    },
  },
  clock: {
    args: ["ID"],
    options: ["reason"],
    run: async ({ services: { projects }, by, args: [project], options: { reason } }) => {
      projects.releaseClock(await by(), projects.named(project!), reason ?? "");
      return done(
        "The log keeps that the clock ran ahead before, and is right now. Look at the times of the readings that were opened meanwhile.",
      );
    },
  },
  close: {
    args: ["ID"],
    run: async ({ services: { projects, readings }, by, passphrase, args: [project] }) => {
      const author = await by();
      const closed = await readings.close(author, projects.named(project!), passphrase());
      return done(`The project was closed. Manifest: ${closed.manifestHash}`, closed);
    },
  },
};

/** The id of the reading that arguments name: reader, pass and code. Throws PlainError where there is none. */
async function readingOf({ services: { projects, readings }, by, args }: ActionRequest): Promise<string> {
  const [project, reader, pass, code] = args;
  const found = readings
    .list(await by(), projects.named(project!))
    .find((each) => String(each.readerNumber) === reader && String(each.pass) === pass && each.code.toLowerCase() === code!.toLowerCase());
  if (!found) throw new PlainError(`The project has no reading of case ${code!} by reader ${reader!} in pass ${pass!}.`);
  return found.readingId;
}
