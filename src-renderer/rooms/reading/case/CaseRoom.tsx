import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { OpenReading } from "#shared/api/reading.ts";
import type { Study } from "#shared/api/study.ts";
import { trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { Observable } from "../../../ui/observable.ts";
import { ReadingDesk } from "../ReadingDesk.tsx";
import { putOnDesk } from "./forgetReading.ts";
import { OpenCase } from "./openCase.ts";
import type { Submitted } from "./SubmitSheet.tsx";
import { useActiveTime } from "./useActiveTime.ts";
import "./shortcuts.ts";

interface Props {
  readonly readingId: string;
  /** Where the desk puts how it is left when all is on disk. */
  readonly leaving: Observable<(() => void) | null>;
  readonly onLeave: () => void;
  readonly onSubmitted: (submitted: Submitted & { readonly code: string }) => void;
}

/** The desk of one reading of a reader study. */
export function CaseRoom({ readingId, leaving, onLeave, onSubmitted }: Props) {
  const reading = useQuery(trpc.reading.describe.queryOptions({ readingId }, { staleTime: Infinity }));
  const study = useQuery(trpc.study.describe.queryOptions({ studyInstanceUid: readingId }));
  const error = reading.error ?? study.error;
  if (error && !(reading.data && study.data))
    return (
      <Center h="100%">
        <Stack align="center">
          <Text c="red.4" role="alert">
            The case could not be opened. {plainWords(error)}
          </Text>
          <Button variant="default" onClick={onLeave}>
            Back to my readings
          </Button>
        </Stack>
      </Center>
    );
  if (!reading.data || !study.data)
    return (
      <Center h="100%">
        <Loader size="sm" aria-label="Opening the case" />
      </Center>
    );
  return (
    <CaseDesk key={readingId} reading={reading.data} study={study.data} leaving={leaving} onLeave={onLeave} onSubmitted={onSubmitted} />
  );
}

interface DeskProps extends Omit<Props, "readingId"> {
  readonly reading: OpenReading;
  readonly study: Study;
}

function CaseDesk({ reading, study, leaving, onLeave, onSubmitted }: DeskProps) {
  const [openCase] = useState(() => new OpenCase(reading));
  const { send: addActive, end } = useActiveTime(reading.readingId, reading.idleAfterSeconds, !openCase.isCompared);
  useEffect(() => putOnDesk(openCase), [openCase]);
  return (
    <ReadingDesk
      study={study}
      initialVolumeId={null}
      reading={{
        openCase,
        leaving,
        addActive,
        onSubmitted: (submitted) => {
          end();
          onSubmitted({ ...submitted, code: reading.code });
        },
      }}
      onLeave={() => void addActive().then(onLeave)}
    />
  );
}
