import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { client, trpc } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { MemberList } from "./MemberList.tsx";
import { RunningReaders } from "./RunningReaders.tsx";
import page from "../ProjectPage.module.css";

/** Who reads, by numbers, and who coordinates. */
export function PeopleStep({ project: { projectId, status, protocol } }: { readonly project: OpenProject }) {
  const { data: known } = useQuery(trpc.reader.list.queryOptions(undefined, { staleTime: 0 }));
  const { isBusy, error, act } = useAct();
  const readers = known?.readers ?? [];
  const { memberIds, state } = status;
  const isDraft = state === "draft";
  const name = (role: "reader" | "coordinator") => (readerIds: readonly number[]) =>
    act(async () => {
      await client.project.setMembers.mutate({ projectId, role, readerIds: [...readerIds] });
      await projectsChanged();
    });
  return (
    <section className={page.section} aria-label="Readers, coordinators">
      <h2>Readers</h2>
      <Text c="dimmed" maw={720}>
        The protocol is of {protocol.readerCount}. Readers are known by their numbers in orders, codes and results.
        {isDraft && " People are added under “All readers …” in the menu of your name; each sets the own passphrase."}
      </Text>
      {state === "running" ? (
        <RunningReaders projectId={projectId} status={status} readers={readers} />
      ) : (
        <MemberList
          label="Readers"
          numbered
          left={status.left}
          memberIds={memberIds.readers}
          readers={readers}
          othersIds={protocol.blinding.coordinatorMayRead ? [] : memberIds.coordinators}
          isBusy={isBusy}
          mayAdd={isDraft}
          mayRemove={() => isDraft}
          onChange={name("reader")}
        />
      )}
      <h2>Coordinators</h2>
      <Text c="dimmed" maw={720}>
        Coordinators see all of the project. Name a second one: a lost passphrase of the only one leaves the study where it is.
        {state === "running" && " While the project runs, coordinators can be added, and none leaves."}
      </Text>
      <MemberList
        label="Coordinators"
        memberIds={memberIds.coordinators}
        readers={readers}
        othersIds={protocol.blinding.coordinatorMayRead && isDraft ? [] : memberIds.readers}
        isBusy={isBusy}
        mayAdd={state !== "closed"}
        mayRemove={() => isDraft && memberIds.coordinators.length > 1}
        onChange={name("coordinator")}
      />
      <Refusal error={error} />
    </section>
  );
}
