import { List, Loader, Modal, Stack, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { thumbnailOf } from "../../../client/addresses.ts";
import { client } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged, type Replaced } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { Thumbnail } from "../../../ui/Thumbnail.tsx";
import { ReasonField } from "../ReasonField.tsx";
import { Refusal } from "../Refusal.tsx";
import { TouchedReadings } from "../TouchedReadings.tsx";
import { useVolumesOf } from "./useVolumesOf.ts";
import classes from "../Projects.module.css";
import own from "./Roles.module.css";

interface Props {
  readonly projectId: string;
  readonly code: string;
  /** Ids of the protocol. */
  readonly region: string;
  readonly role: string;
  /** "thigh, T1-weighted" */
  readonly name: string;
  readonly oldVolumeId: string;
  readonly volumeId: string;
  readonly onClose: () => void;
  readonly onReplaced: (replaced: Replaced) => void;
}

/** Shows the wrong series beside the one that takes its place, and what that touches; replaces it with a reason. */
export function ReplaceSheet({ projectId, code, region, role, name, oldVolumeId, volumeId, onClose, onReplaced }: Props) {
  const [reason, setReason] = useState("");
  const { isBusy, error, act } = useAct();
  const { volumes } = useVolumesOf(projectId, code);
  const titleOf = (id: string) => volumes.find(({ volume }) => volume.id === id)?.title ?? "";
  const request = { projectId, code, region, role, volumeId };
  const tried = useQuery({
    queryKey: ["replacement tried out", request],
    queryFn: () => client.project.replaceSeries.mutate({ ...request, reason: "", isDryRun: true }),
    retry: false,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const replaced = await client.project.replaceSeries.mutate({ ...request, reason, isDryRun: false });
      await projectsChanged();
      onReplaced(replaced);
    });
  };
  return (
    <Modal opened onClose={onClose} title={`Replace ${name} of case ${code}?`} size={720} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <div className={own.pair}>
            <Side words="until now" title={titleOf(oldVolumeId)} volumeId={oldVolumeId} />
            <IconArrowRight size={22} stroke={1.6} aria-hidden />
            <Side words="from now on" title={titleOf(volumeId)} volumeId={volumeId} />
          </div>
          {tried.isLoading && <Loader size="sm" aria-label="Trying it out" />}
          <Refusal error={tried.error ? plainWords(tried.error) : null} />
          {tried.data && (
            <>
              <Touched replaced={tried.data} />
              <ReasonField value={reason} onChange={setReason} />
            </>
          )}
          <FormFoot error={error} isBusy={isBusy} isDisabled={!tried.data} does="Replace the series" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Side({ words, title, volumeId }: { readonly words: string; readonly title: string; readonly volumeId: string }) {
  return (
    <figure className={own.side}>
      <Thumbnail address={thumbnailOf(volumeId)} size={120} />
      <figcaption>
        <span className={classes.quiet}>{words}</span>
        <span className={own.description}>{title}</span>
      </figcaption>
    </figure>
  );
}

/** What a replacement touches. */
function Touched({ replaced: { kept, begunAnew, notOpened, droppedLevels } }: { readonly replaced: Replaced }) {
  const readings = [
    ...begunAnew.map((reading) => ({ reading, becomes: "in work: begins anew on the new series; what was drawn and answered is kept" })),
    ...kept.map((reading) => ({ reading, becomes: "stays as it was read, on the old series; unlocked, it begins anew" })),
  ];
  return (
    <>
      <TouchedReadings label="Readings that are touched" readings={readings} />
      <List size="sm" aria-label="What becomes of the case">
        <List.Item>{formatCounted(notOpened, "reading", "readings")} that nobody has opened: read on the new series.</List.Item>
        {droppedLevels.length > 0 && <List.Item>Dropped, to be chosen again: {droppedLevels.join("; ")}.</List.Item>}
        <List.Item>
          <Text component="span" size="sm">
            Look at the new series afterwards: until then the case is opened by nobody.
          </Text>
        </List.Item>
      </List>
    </>
  );
}
