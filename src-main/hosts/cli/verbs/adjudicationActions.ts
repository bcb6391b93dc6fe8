import { PlainError } from "#shared/domain/plainError.ts";
import { adjudicationsText, casesToAdjudicateText } from "./adjudicationText.ts";
import { done, type Action, type ActionRequest } from "./projectAction.ts";

/** What coordinators do about cases on which two readers differ. */
export const adjudicationActions: Readonly<Record<string, Action>> = {
  adjudicate: {
    args: ["ID"],
    run: async ({ services: { projects, adjudications }, by, args: [project] }) => {
      const found = adjudications.list(await by(), projects.named(project!));
      return { text: casesToAdjudicateText(found), json: found };
    },
  },
  "adjudicate assign": {
    args: ["ID", "CODE", "READER..."],
    refuse: (args) => (args.length > 4 ? "name one READER, or two who do it together." : undefined),
    run: async ({ services: { projects, adjudications, readers }, by, args: [project, code, ...names] }) => {
      const id = projects.named(project!);
      const author = await by();
      const readerIds = names.map((name) => readers.named(name).id);
      const assigned = adjudications.assign(author, id, { codes: code!.toLowerCase() === "all" ? null : [code!], readerIds });
      return done(`${assigned} case${assigned === 1 ? " was" : "s were"} assigned to ${names.join(" and ")}.`, { assigned });
    },
  },
  "adjudicate status": {
    args: ["ID"],
    run: async ({ services: { projects, adjudications }, by, args: [project] }) => {
      const all = adjudications.all(await by(), projects.named(project!));
      return { text: adjudicationsText(all), json: all };
    },
  },
  "adjudicate unlock": {
    args: ["ID", "CODE"],
    options: ["reason"],
    run: async (request) => {
      request.services.adjudications.unlock(await request.by(), await adjudicationOf(request), request.options.reason ?? "");
      return done("The consensus was unlocked. What was signed before is kept.");
    },
  },
  "adjudicate withdraw": {
    args: ["ID", "CODE"],
    options: ["reason"],
    run: async (request) => {
      request.services.adjudications.withdraw(await request.by(), await adjudicationOf(request), request.options.reason ?? "");
      return done("The consensus was withdrawn: it is kept, and counts no more. The case can be assigned anew.");
    },
  },
};

/** The consensus of a case that is not withdrawn. Throws PlainError where there is none. */
async function adjudicationOf({ services: { projects, adjudications }, by, args: [project, code] }: ActionRequest): Promise<string> {
  const found = adjudications
    .all(await by(), projects.named(project!))
    .find(({ caseCode, state }) => caseCode.toLowerCase() === code!.toLowerCase() && state !== "withdrawn");
  if (!found) throw new PlainError(`Case ${code!} has no consensus that could be changed.`);
  return found.adjudicationId;
}
