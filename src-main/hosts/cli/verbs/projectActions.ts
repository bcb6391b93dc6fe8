import { PlainError } from "#shared/domain/plainError.ts";
import { logCsv, namedProtocol, readCaseFile, readProtocolFile } from "../../../app/commands/projectFiles.ts";
import { packetActions } from "./packetActions.ts";
import { agreementActions } from "./agreementActions.ts";
import { adjudicationActions } from "./adjudicationActions.ts";
import { pictureActions } from "./pictureActions.ts";
import { done, type Action, type ActionOptions } from "./projectAction.ts";
import { readingActions } from "./readingActions.ts";
import { runningActions } from "./runningActions.ts";
import { marksText } from "./readingText.ts";
import { addedText, casesText, droppedText, levelsText, listText, statusText } from "./projectText.ts";

/** A masking rectangle as it is typed; undefined where it is none. */
function maskOf(text: string) {
  const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(text.replaceAll(" ", ""));
  if (!match) return undefined;
  const [column, row, columns, rows] = match.slice(1).map(Number) as [number, number, number, number];
  return { column, row, columns, rows };
}

/** Which slices somebody has seen cannot be known here, other than in the window. */
const unseenWords = (slices: number): string =>
  `Nothing was kept. The series has ${slices} slice${slices === 1 ? "" : "s"}, and text may be burned into any of them: look at each one (the window counts them in ` +
  "“Levels and look”), then give the same command with --yes.";

/** Actions of the verb "project", by name; "cases add" is one of two words. */
export const projectActions: Readonly<Record<string, Action>> = {
  create: {
    args: ["[FILE]"],
    options: ["template", "copy", "name"],
    refuse: ([file], { template, copy, name }) => {
      if ([file, template, copy].filter((source) => source !== undefined).length !== 1)
        return "name one protocol: FILE, --template NAME or --copy PROJECT.";
      return copy !== undefined && name === undefined ? "a copy needs a name: --name NAME." : undefined;
    },
    run: async ({ services: { projects }, by, args: [file], options: { name, template, copy } }) => {
      const protocol = template === undefined ? (file === undefined ? undefined : await readProtocolFile(file)) : namedProtocol(template);
      const author = await by();
      const id = protocol ? projects.create(author, { name, protocol }) : projects.copy(author, projects.named(copy!), name!);
      return { text: `${id}\n`, json: { id } };
    },
  },
  list: {
    args: [],
    run: ({ services: { projects } }) => {
      const all = projects.list();
      return Promise.resolve({ text: listText(all), json: all });
    },
  },
  status: {
    args: ["ID"],
    run: async ({ services: { projects }, by, args: [project] }) => {
      const status = projects.status(await by(), projects.named(project!));
      return { text: statusText(status), json: status };
    },
  },
  protocol: {
    args: ["ID", "[FILE]"],
    run: async ({ services: { projects }, by, args: [project, file] }) => {
      const id = projects.named(project!);
      if (file === undefined) {
        const protocol = projects.protocol(await by(), id);
        return { text: `${JSON.stringify(protocol, null, 2)}\n`, json: protocol };
      }
      const protocol = await readProtocolFile(file);
      const dropped = projects.changeProtocol(await by(), id, protocol);
      return done(`The protocol was changed. Roles that nobody had confirmed were looked for again.${droppedText(dropped)}`, dropped);
    },
  },
  readers: {
    args: ["ID", "READER..."],
    options: ["coordinators"],
    run: async ({ services: { projects, readers }, by, args: [project, ...names], options: { coordinators } }) => {
      const id = projects.named(project!);
      const ids = names.map((name) => readers.named(name).id);
      projects.setMembers(await by(), id, coordinators ? "coordinator" : "reader", ids);
      return done(`${coordinators ? "Coordinators" : "Readers"} were named: ${ids.length}.`);
    },
  },
  "cases list": {
    args: ["ID"],
    run: async ({ services: { projects }, by, args: [project] }) => {
      const cases = projects.cases(await by(), projects.named(project!));
      return { text: casesText(cases), json: cases };
    },
  },
  "cases add": {
    args: ["ID", "TABLE"],
    run: async ({ services: { projects }, by, args: [project, path] }) => {
      const id = projects.named(project!);
      const table = await readCaseFile(path!);
      const added = projects.addTable(await by(), id, table);
      return { text: addedText(added), json: added };
    },
  },
  "cases role": {
    args: ["ID", "CODE", "REGION", "ROLE", "VOLUME"],
    options: ["reason"],
    run: async ({ services: { projects }, by, args: [project, code, region, role, volumeId], options: { reason } }) => {
      const choice = { code: code!, region: region!, role: role!, volumeId, reason };
      const dropped = projects.chooseRole(await by(), projects.named(project!), choice);
      return done(`The volume was set and confirmed.${droppedText(dropped)}`, dropped);
    },
  },
  "cases level": {
    args: ["ID", "CODE", "REGION", "LEVEL", "SLICE"],
    options: ["reason"],
    refuse: ([, , , , slice]) => (/^(?:\d{1,9}|none)$/.test(slice!) ? undefined : "SLICE is a whole number from 1, or none."),
    run: async ({ services: { projects }, by, args: [project, code, region, level, slice], options: { reason } }) => {
      const [id, name] = [projects.named(project!), { code: code!, region: region!, level: level!, reason }];
      if (slice === "none") {
        projects.clearLevel(await by(), id, name);
        return done("The choice of the slice was taken back.");
      }
      const set = projects.setLevel(await by(), id, { ...name, slice: Number(slice) });
      return { text: levelsText(set), json: set };
    },
  },
  "cases levels": {
    args: ["ID", "TABLE"],
    run: async ({ services: { projects }, by, args: [project, path] }) => {
      const id = projects.named(project!);
      const table = await readCaseFile(path!, "the table of levels");
      const set = projects.setLevels(await by(), id, table);
      return { text: levelsText(set), json: set };
    },
  },
  "cases looked": {
    args: ["ID", "CODE", "REGION", "ROLE"],
    options: ["mask", "yes"],
    refuse: (_args, { mask }) =>
      mask === undefined || maskOf(mask) ? undefined : "--mask is four whole numbers with commas: COLUMN,ROW,COLUMNS,ROWS.",
    run: async ({ services: { projects, volumes }, by, args: [project, code, region, role], options: { mask: text, yes } }) => {
      const mask = text === undefined ? undefined : maskOf(text);
      const [author, id] = [await by(), projects.named(project!)];
      const found = projects
        .cases(author, id)
        .find((each) => each.code === code)
        ?.roles.find((each) => each.region === region && each.role === role);
      // What is not there is named by lookAt.
      if (yes !== true && found?.volumeId) throw new PlainError(unseenWords(volumes.describe(found.volumeId).slices));
      projects.lookAt(author, id, { code: code!, region: region!, role: role!, mask });
      return done(`It is kept that the series was looked at${mask ? ", and what is hidden of it" : "; nothing of it is hidden"}.`);
    },
  },
  "cases confirm": {
    args: ["ID", "[CODE]"],
    run: async ({ services: { projects }, by, args: [project, code] }) => {
      const confirmed = projects.confirmRoles(await by(), projects.named(project!), code);
      return done(`${confirmed} role${confirmed === 1 ? " was" : "s were"} confirmed.`, { confirmed });
    },
  },
  "cases exclude": {
    args: ["ID", "CODE"],
    options: ["reason"],
    run: async ({ services: { projects }, by, args: [project, code], options: { reason } }) => {
      projects.excludeCase(await by(), projects.named(project!), code!, reason ?? "");
      return done("The case was excluded.");
    },
  },
  "cases include": {
    args: ["ID", "CODE"],
    options: ["reason"],
    run: async ({ services: { projects }, by, args: [project, code], options: { reason } }) => {
      projects.includeCase(await by(), projects.named(project!), code!, reason ?? "");
      return done("The case was taken in again.");
    },
  },
  "cases remove": {
    args: ["ID", "CODE"],
    options: ["reason"],
    run: async ({ services: { projects }, by, args: [project, code], options: { reason } }) => {
      projects.removeCase(await by(), projects.named(project!), code!, reason ?? "");
      return done("The case was taken out. Its studies are still here.");
    },
  },
  ...pictureActions,
  ...readingActions,
  ...runningActions,
  ...packetActions,
  ...agreementActions,
  ...adjudicationActions,
  verify: {
    args: ["ID"],
    options: ["head"],
    run: ({ services: { projects }, args: [project], options: { head } }) => {
      const verification = projects.verify(projects.named(project!), head);
      const { entries, fault, head: end } = verification;
      const text =
        fault === null
          ? `The log (${entries} entries) fits${head === undefined ? "" : ", with the head that was given,"} and the rows are as it says. ` +
            `Head: ${end.number}:${end.hash}\n`
          : `It does not fit: ${fault}.\n`;
      return Promise.resolve({ text: text + marksText(verification.marks), json: verification, isFailed: fault !== null });
    },
  },
  log: {
    args: ["ID"],
    run: async ({ services: { projects }, by, args: [project] }) => {
      const entries = projects.log(await by(), projects.named(project!));
      return { text: logCsv(entries), json: entries };
    },
  },
  remove: {
    args: ["ID"],
    options: ["yes"],
    refuse: (_args, { yes }) => (yes ? undefined : "say --yes: a draft is removed with its protocol, its cases and its log."),
    run: async ({ services: { projects }, by, args: [project] }) => {
      projects.remove(await by(), projects.named(project!));
      return done("The draft was removed with its log. Its studies are still here.");
    },
  },
};

/** Wrong use of an action in words: too few or too many arguments, or an option of another one. */
export function wrongAction(
  { args: wanted, options: known = [], refuse }: Action,
  args: readonly string[],
  options: ActionOptions,
): string | undefined {
  const least = wanted.filter((name) => !name.startsWith("[")).length;
  const isOpen = wanted.at(-1)?.endsWith("...") ?? false;
  if (args.length < least || (!isOpen && args.length > wanted.length))
    return wanted.length === 0 ? "it takes no argument." : `give ${wanted.join(" ")}.`;
  const other = (Object.keys(options) as (keyof ActionOptions)[]).find((name) => options[name] !== undefined && !known.includes(name));
  return other === undefined ? refuse?.(args, options) : `--${other} does not belong to it.`;
}
