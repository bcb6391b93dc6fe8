import { Loader, Modal, Stack, Text } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import type { Volume } from "#shared/domain/volume.ts";
import { thumbnailOf } from "../../../client/addresses.ts";
import { trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { CaseRole, ProjectCase } from "../../../client/projects.ts";
import { formatPatientName } from "../../../ui/format.ts";
import { Thumbnail } from "../../../ui/Thumbnail.tsx";
import classes from "../Projects.module.css";
import own from "./Roles.module.css";

interface Props {
  readonly projectId: string;
  readonly of: ProjectCase;
  readonly role: CaseRole;
  /** "thigh, T1-weighted" */
  readonly name: string;
  readonly onClose: () => void;
  readonly onChoose: (volumeId: string) => void;
}

interface Offered {
  readonly volume: Volume;
  readonly title: string;
}

/** All volumes of a case, those first that fit the role's rule. */
export function ChooseVolume({ projectId, of, role, name, onClose, onChoose }: Props) {
  const { data: all } = useQuery(trpc.project.studies.queryOptions({ projectId }, { staleTime: 0 }));
  const uids = (all ?? []).filter(({ code }) => code === of.code).map(({ studyInstanceUid }) => studyInstanceUid);
  const studies = useQueries({ queries: uids.map((studyInstanceUid) => trpc.study.describe.queryOptions({ studyInstanceUid })) });
  const error = studies.find((study) => study.error)?.error;
  const offered = studies.flatMap(({ data: study }): Offered[] =>
    (study?.series ?? []).flatMap((series) =>
      series.volumes.map((volume) => ({
        volume,
        title: [series.seriesNumber, [series.description || "No description", volume.label].filter(Boolean).join(", ")]
          .filter((part) => part !== null)
          .join(" · "),
      })),
    ),
  );
  const fits = (volumeId: string) => role.candidates.some((each) => each.volumeId === volumeId);
  const sorted = [...offered.filter(({ volume }) => fits(volume.id)), ...offered.filter(({ volume }) => !fits(volume.id))];
  const patient = studies[0]?.data;
  return (
    <Modal opened onClose={onClose} title={`Series for ${name}, case ${of.code}`} size={820} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        {patient && (
          <Text c="dimmed">
            {[formatPatientName(patient.patientName), patient.patientId].filter(Boolean).join(", ")}. What is chosen is confirmed with it.
          </Text>
        )}
        {error && (
          <Text className={classes.danger} role="alert">
            {plainWords(error)}
          </Text>
        )}
        {(!all || studies.some(({ isLoading }) => isLoading)) && <Loader size="sm" aria-label="Loading" />}
        <ul className={own.tiles} aria-label="Series">
          {sorted.map(({ volume, title }) => (
            <li key={volume.id}>
              <button type="button" className={own.tile} aria-pressed={volume.id === role.volumeId} onClick={() => onChoose(volume.id)}>
                <Thumbnail address={thumbnailOf(volume.id)} size={104} />
                <span className={own.description}>{title}</span>
                <span className={classes.quiet}>
                  {volume.columns} × {volume.rows} × {volume.slices}
                </span>
                {fits(volume.id) && <span className={classes.good}>fits the rule</span>}
              </button>
            </li>
          ))}
        </ul>
      </Stack>
    </Modal>
  );
}
