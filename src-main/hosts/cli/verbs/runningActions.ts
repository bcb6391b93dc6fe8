import { readProtocolFile } from "../../../app/commands/projectFiles.ts";
import { done, type Action } from "./projectAction.ts";
import { amendmentText, leftText, replacedText } from "./runningText.ts";

/** What coordinators change in a running project besides its readings. */
export const runningActions: Readonly<Record<string, Action>> = {
  amend: {
    args: ["ID", "FILE"],
    options: ["reason", "dry-run"],
    run: async ({ services: { projects }, by, args: [project, file], options: { reason = "", "dry-run": isDryRun } }) => {
      const id = projects.named(project!);
      const protocol = await readProtocolFile(file!);
      const amendment = projects.amend(await by(), id, { protocol, reason, isDryRun });
      return { text: amendmentText(amendment, isDryRun ?? false), json: amendment };
    },
  },
  join: {
    args: ["ID", "READER..."],
    options: ["reason"],
    run: async ({ services: { projects, readers }, by, args: [project, ...names], options: { reason = "" } }) => {
      const ids = names.map((name) => readers.named(name).id);
      const amendment = projects.addReaders(await by(), projects.named(project!), ids, reason);
      return { text: amendmentText(amendment, false), json: amendment };
    },
  },
  leave: {
    args: ["ID", "READER"],
    options: ["reason"],
    refuse: ([, reader]) => (/^\d{1,3}$/.test(reader!) ? undefined : "READER is the number in the project."),
    run: async ({ services: { projects }, by, args: [project, reader], options: { reason = "" } }) => {
      const left = projects.removeReader(await by(), projects.named(project!), Number(reader), reason);
      return done(leftText(left), left);
    },
  },
  "cases replace": {
    args: ["ID", "CODE", "REGION", "ROLE", "VOLUME"],
    options: ["reason", "dry-run"],
    run: async ({ services: { projects }, by, args, options: { reason = "", "dry-run": isDryRun } }) => {
      const [project, code, region, role, volumeId] = args as [string, string, string, string, string];
      const replaced = projects.replaceSeries(await by(), projects.named(project), { code, region, role, volumeId, reason, isDryRun });
      return { text: replacedText(replaced, isDryRun ?? false), json: replaced };
    },
  },
};
