import { Button, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReferencesOfProject } from "#shared/api/reading.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import classes from "./MyReadings.module.css";

interface Props {
  /** Goes to the desk of a reading that was opened. */
  readonly onOpen: (readingId: string) => void;
  /** Why one could not be opened, in words. */
  readonly onError: (words: string | null) => void;
}

type TrainingCase = ReferencesOfProject["cases"][number];

/** For coordinators: the training cases of their studies, which they read for the readers to compare theirs with. */
export function References({ onOpen, onError }: Props) {
  const { data: projects = [] } = useQuery(trpc.reading.references.queryOptions(undefined, { staleTime: 0, refetchOnMount: "always" }));
  const [opening, setOpening] = useState<string | null>(null);

  const open = async (projectId: string, caseCode: string) => {
    setOpening(caseCode);
    onError(null);
    try {
      const reading = await client.reading.openReference.mutate({ projectId, caseCode });
      queryClient.setQueryData(trpc.reading.describe.queryKey({ readingId: reading.readingId }), reading);
      onOpen(reading.readingId);
    } catch (cause) {
      onError(plainWords(cause));
    } finally {
      setOpening(null);
    }
  };
  return projects.map(({ projectId, project, cases }) => (
    <section key={projectId} className={classes.project} aria-label={`Training cases of ${project}`}>
      <h2 className={classes.name}>{project}: training cases</h2>
      <p className={classes.quiet}>
        Your reading of a training case is shown to each reader who has submitted it, and compared with theirs. It is not counted.
      </p>
      <table className={classes.table} aria-label="Training cases">
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Coordinator's reading</th>
            <th scope="col">
              <VisuallyHidden>Read</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {cases.map((each) => (
            <tr key={each.caseCode}>
              <th scope="row">{each.caseCode}</th>
              <td>{stateInWords(each)}</td>
              <td>
                {canRead(each) && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    loading={opening === each.caseCode}
                    disabled={opening !== null}
                    aria-label={`${each.readingId === null ? "Read" : "Go on with"} training case ${each.caseCode}`}
                    onClick={() => void open(projectId, each.caseCode)}
                  >
                    {each.readingId === null ? "Read" : "Go on"}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  ));
}

const canRead = ({ state, readingId }: TrainingCase): boolean => state === null || (readingId !== null && state !== "submitted");

function stateInWords({ state, by }: TrainingCase): string {
  if (state === null) return "not begun";
  return state === "submitted" ? `submitted by ${by!}` : `begun by ${by!}`;
}
