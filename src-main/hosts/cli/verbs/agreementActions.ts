import { finishedJob } from "../../../app/commands/finishedJob.ts";
import { writeAgreement, type ReadingsExtracted } from "../../../app/commands/writeAgreement.ts";
import type { Action } from "./projectAction.ts";

/** What is made of the locked readings of a project. */
export const agreementActions: Readonly<Record<string, Action>> = {
  extract: {
    args: ["ID"],
    run: async ({ services, by, args: [project], onProgress }) => {
      const [author, id] = [await by(), services.projects.named(project!)];
      const job = await finishedJob(services.jobs, services.agreement.startExtraction(author, id), onProgress);
      const extracted = job.result as ReadingsExtracted;
      const { drawings } = await services.agreement.status(author, id);
      const refused = extracted.refused.map(
        ({ caseCode, readerNumber, pass, about, reason }) =>
          `Case ${caseCode}, reader ${readerNumber}, pass ${pass}, ${about}: ${reason}\n`,
      );
      return {
        text: `${drawings.extracted} drawings have features, ${extracted.extracted} of them extracted now.\n${refused.join("")}`,
        json: { ...drawings, extractedNow: extracted.extracted, refusals: extracted.refused },
        isFailed: extracted.refused.length > 0,
      };
    },
  },
  agreement: {
    args: ["ID"],
    options: ["out"],
    refuse: (_args, { out }) => (out === undefined ? "say where to write: --out DIR." : undefined),
    run: async ({ services, by, args: [project], options: { out } }) => {
      const written = await writeAgreement(services.agreement, await by(), services.projects.named(project!), out!);
      return {
        text: `${written.files.map((file) => `${file}\n`).join("")}${written.notes.map((note) => `${note}\n`).join("")}`,
        json: written,
      };
    },
  },
};
