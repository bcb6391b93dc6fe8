import { Alert, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { formatMoment } from "../../ui/format.ts";
import { caseToOpen } from "./caseToOpen.ts";
import { ConsensusCases, consensusToOpen } from "./ConsensusCases.tsx";
import { ImportPacket } from "./ImportPacket.tsx";
import { ProjectReadings } from "./ProjectReadings.tsx";
import { References } from "./References.tsx";
import { useEnter } from "./useEnter.ts";
import "./shortcuts.ts";
import classes from "./MyReadings.module.css";

/** A reading that was just submitted. */
export interface SignedReading {
  readonly code: string;
  readonly submittedAt: string;
  readonly fingerprint: string;
}

interface Props {
  /** Goes to the desk of a reading that was opened. */
  readonly onOpen: (readingId: string) => void;
  /** The session is not blinded: studies that the reader coordinates have training cases to be read for comparison. */
  readonly hasReferences?: boolean;
  /** What was submitted last in this window. */
  readonly signed?: SignedReading | null;
}

/** A washout ends, and other windows submit, while the list is on show. */
const everyMs = 30_000;

/** What the reader has to read: project by project, how much is done, the next case, and the cases that were begun. */
export function MyReadingsRoom({ onOpen, hasReferences = false, signed = null }: Props) {
  const { data: projects, error: listError } = useQuery(
    trpc.reading.own.queryOptions(undefined, { staleTime: 0, refetchOnMount: "always", refetchInterval: everyMs }),
  );
  const { data: consensus = [], error: consensusError } = useQuery(
    trpc.adjudication.own.queryOptions(undefined, { staleTime: 0, refetchOnMount: "always", refetchInterval: everyMs }),
  );
  const { data: packets } = useQuery(trpc.packet.own.queryOptions(undefined, { staleTime: 0, refetchOnMount: "always" }));
  const [opening, setOpening] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  const open = async (readingId: string) => {
    if (opening !== null) return;
    setOpening(readingId);
    setError(null);
    try {
      const reading = await client.reading.open.mutate({ readingId });
      queryClient.setQueryData(trpc.reading.describe.queryKey({ readingId }), reading);
      onOpen(readingId);
    } catch (cause) {
      setError(plainWords(cause));
      await queryClient.invalidateQueries(trpc.reading.own.queryFilter());
      await queryClient.invalidateQueries(trpc.adjudication.own.queryFilter());
    } finally {
      setOpening(null);
    }
  };
  const first = projects?.flatMap((project) => caseToOpen(project) ?? [])[0];
  const decided = consensus.flatMap((project) => consensusToOpen(project) ?? [])[0];
  const next = first ?? decided;
  useEnter(() => next && void open(next.readingId));

  const unknown = listError ?? consensusError;
  const message = error ?? (unknown ? `The readings could not be asked for. ${plainWords(unknown)}` : null);
  return (
    <div className={classes.room}>
      <div className={classes.page}>
        <Title order={1}>My readings</Title>
        {signed && (
          <output className={classes.signed}>
            <strong>Case {signed.code} is submitted.</strong> Signed at {formatMoment(signed.submittedAt)} (
            {signed.submittedAt.slice(0, 16).replace("T", " ")} UTC), fingerprint <code>{signed.fingerprint}</code>
          </output>
        )}
        {message !== null && (
          <Alert color="red" variant="light" role="alert">
            {message}
          </Alert>
        )}
        {projects?.length === 0 && consensus.length === 0 && !hasReferences && <Text c="dimmed">No study asks you to read.</Text>}
        {hasReferences && <References onOpen={onOpen} onError={setError} />}
        {projects?.map((project) => (
          <ProjectReadings
            key={project.projectId}
            project={project}
            opening={opening}
            hasFocus={first !== undefined && first.readingId === caseToOpen(project)?.readingId}
            onOpen={(readingId) => void open(readingId)}
            fingerprint={packets?.fingerprint ?? null}
          />
        ))}
        {consensus.map((project) => (
          <ConsensusCases key={project.projectId} project={project} opening={opening} onOpen={(readingId) => void open(readingId)} />
        ))}
        {packets?.canImport === true && <ImportPacket />}
      </div>
    </div>
  );
}
