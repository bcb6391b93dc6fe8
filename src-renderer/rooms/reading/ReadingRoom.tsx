import { Center, Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { ReadingDesk } from "./ReadingDesk.tsx";
import { renderingEngine } from "../../viewer/cornerstone.ts";
import "./shortcuts.ts";

// The graphics start while the reader still looks at the worklist, so that the first image comes at once.
requestIdleCallback(() => renderingEngine());

interface Props {
  readonly studyInstanceUid: string;
  readonly initialVolumeId: string | null;
  readonly onLeave: () => void;
}

/** Shows one study and everything a reader does with it: looks, scrolls, measures, draws. */
export function ReadingRoom({ studyInstanceUid, initialVolumeId, onLeave }: Props) {
  const { data, error } = useQuery(trpc.study.describe.queryOptions({ studyInstanceUid }));
  const preferred = useQuery(
    trpc.study.preferredVolume.queryOptions({ studyInstanceUid }, { enabled: initialVolumeId === null, gcTime: 0, staleTime: 0 }),
  );
  const kept = useQuery(
    trpc.study.arrangement.queryOptions({ studyInstanceUid }, { enabled: initialVolumeId === null, gcTime: 0, staleTime: 0 }),
  );
  if (error)
    return (
      <Center h="100%">
        <Text c="red.4" role="alert">
          The study could not be opened. {plainWords(error)}
        </Text>
      </Center>
    );
  if (!data || (initialVolumeId === null && (preferred.isLoading || kept.isLoading)))
    return (
      <Center h="100%">
        <Loader size="sm" aria-label="Opening the study" />
      </Center>
    );
  return (
    <ReadingDesk
      key={studyInstanceUid}
      study={data}
      initialVolumeId={initialVolumeId ?? preferred.data ?? null}
      kept={kept.data ?? null}
      onLeave={onLeave}
    />
  );
}
