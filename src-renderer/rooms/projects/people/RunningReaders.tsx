import { Text } from "@mantine/core";
import { useState } from "react";
import type { Reader } from "#shared/domain/reader.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged, type Left, type ProjectStatus } from "../../../client/projects.ts";
import { formatCounted } from "../../../ui/format.ts";
import { Note } from "../Note.tsx";
import { ReasonSheet } from "../ReasonSheet.tsx";
import { TouchedReadings } from "../TouchedReadings.tsx";
import { MemberList } from "./MemberList.tsx";

interface Props {
  readonly projectId: string;
  readonly status: ProjectStatus;
  /** Everybody in the data folder. */
  readonly readers: readonly Reader[];
}

type Change = { readonly joins: number } | { readonly leaves: number };
/** What became of it. */
type Outcome = { readonly name: string } & ({ readonly version: number; readonly made: number } | { readonly left: Left });

/** The readers of a running study: who joins, and who leaves, each with a reason. */
export function RunningReaders({ projectId, status: { memberIds, left }, readers }: Props) {
  const [change, setChange] = useState<Change | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const nameOf = (id: number | undefined) => readers.find((reader) => reader.id === id)?.name ?? "";
  const nameOfNumber = (number: number) => nameOf(memberIds.readers[number - 1]);

  const join = async (readerId: number, reason: string) => {
    const { version, made } = await client.project.join.mutate({ projectId, readerIds: [readerId], reason });
    setOutcome({ name: nameOf(readerId), version, made });
    await projectsChanged();
  };
  const leave = async (readerNumber: number, reason: string) => {
    const told = await client.project.leave.mutate({ projectId, readerNumber, reason });
    setOutcome({ name: nameOfNumber(readerNumber), left: told });
    await projectsChanged();
  };
  return (
    <>
      <Text c="dimmed" maw={720}>
        While the project runs, somebody who never was in it may join, behind those who are there: the protocol gets a new version. Of who
        leaves, what is not submitted is withdrawn, and what was submitted stays.
      </Text>
      <MemberList
        label="Readers"
        numbered
        left={left}
        memberIds={memberIds.readers}
        readers={readers}
        othersIds={memberIds.coordinators}
        isBusy={change !== null}
        mayAdd
        mayRemove={() => false}
        onChange={(ids) => setChange({ joins: ids.at(-1)! })}
        onLeave={(number) => setChange({ leaves: number })}
      />
      {outcome && <OutcomeNote outcome={outcome} />}
      {change && "joins" in change && (
        <ReasonSheet
          title={`${nameOf(change.joins)} joins?`}
          says={
            `${nameOf(change.joins)} becomes reader ${memberIds.readers.length + 1}, and reads all cases in an order of the own, the training cases ` +
            "first. What others have read stays as it is. This cannot be taken back; a reader can leave."
          }
          does="Add the reader"
          onClose={() => setChange(null)}
          onSend={async (reason) => join(change.joins, reason)}
        />
      )}
      {change && "leaves" in change && (
        <ReasonSheet
          title={`Reader ${change.leaves} ${nameOfNumber(change.leaves)} leaves?`}
          says="All that this reader has not submitted is withdrawn, also what is in work; what was submitted stays. This cannot be taken back: who has left does not come again."
          does="Keep that the reader left"
          onClose={() => setChange(null)}
          onSend={async (reason) => leave(change.leaves, reason)}
        />
      )}
    </>
  );
}

function OutcomeNote({ outcome }: { readonly outcome: Outcome }) {
  if ("version" in outcome)
    return (
      <Note title={`${outcome.name} has joined: ${formatCounted(outcome.made, "reading was", "readings were")} made.`}>
        {" "}
        Version {outcome.version} of the protocol holds now.
      </Note>
    );
  const { name, left } = outcome;
  return (
    <Note title={`${name} has left.`} isWarning={left.withdrawn.length > 0}>
      <span>
        {" "}
        Closed before they were opened: {left.notOpened}. Submitted and kept: {left.kept}.
      </span>
      <TouchedReadings
        label="Readings in work that were withdrawn"
        readings={left.withdrawn.map((reading) => ({ reading, becomes: "withdrawn" }))}
      />
    </Note>
  );
}
