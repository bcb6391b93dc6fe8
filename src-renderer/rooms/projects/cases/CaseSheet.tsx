import { client } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { ReasonSheet } from "../ReasonSheet.tsx";

/** What is to be done with which case. */
export interface CaseAct {
  readonly code: string;
  readonly does: "exclude" | "include" | "remove";
}

interface Props extends CaseAct {
  readonly projectId: string;
  readonly onClose: () => void;
}

/** Excludes a case, includes it again, or takes it out of the draft: each with a reason. */
export function CaseSheet({ projectId, code, does, onClose }: Props) {
  const words = {
    exclude: {
      title: `Exclude case ${code}?`,
      says: "It stays in the project with what was read of it, and enters no analysis. It can be included again.",
      button: "Exclude",
    },
    include: { title: `Include case ${code} again?`, says: "It is read and analysed as the others are.", button: "Include" },
    remove: {
      title: `Remove case ${code}?`,
      says: "It is taken out of the draft with its roles and levels: for a case that was added by mistake. Its studies stay in the data folder.",
      button: "Remove",
    },
  }[does];
  return (
    <ReasonSheet
      title={words.title}
      says={words.says}
      does={words.button}
      onClose={onClose}
      onSend={async (reason) => {
        const request = { projectId, code, reason };
        if (does === "exclude") await client.project.excludeCase.mutate(request);
        else if (does === "include") await client.project.includeCase.mutate(request);
        else await client.project.removeCase.mutate(request);
        await projectsChanged();
      }}
    />
  );
}
