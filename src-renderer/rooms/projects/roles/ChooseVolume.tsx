import { Loader, Modal, Stack, Text } from "@mantine/core";
import { thumbnailOf } from "../../../client/addresses.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { CaseRole, ProjectCase } from "../../../client/projects.ts";
import { formatPatientName } from "../../../ui/format.ts";
import { Thumbnail } from "../../../ui/Thumbnail.tsx";
import { useVolumesOf } from "./useVolumesOf.ts";
import classes from "../Projects.module.css";
import own from "./Roles.module.css";

interface Props {
  readonly projectId: string;
  readonly of: ProjectCase;
  readonly role: CaseRole;
  /** "thigh, T1-weighted" */
  readonly name: string;
  /** Another series takes its place: what becomes of it is shown first. */
  readonly isReplacing?: boolean;
  readonly onClose: () => void;
  readonly onChoose: (volumeId: string) => void;
}

/** All volumes of a case, those first that fit the role's rule. */
export function ChooseVolume({ projectId, of, role, name, isReplacing = false, onClose, onChoose }: Props) {
  const { volumes: offered, patient, isLoading, error } = useVolumesOf(projectId, of.code);
  const fits = (volumeId: string) => role.candidates.some((each) => each.volumeId === volumeId);
  const sorted = [...offered.filter(({ volume }) => fits(volume.id)), ...offered.filter(({ volume }) => !fits(volume.id))];
  return (
    <Modal opened onClose={onClose} title={`Series for ${name}, case ${of.code}`} size={820} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        {patient && (
          <Text c="dimmed">
            {[formatPatientName(patient.patientName), patient.patientId].filter(Boolean).join(", ")}.{" "}
            {isReplacing ? "What it touches is shown before anything is replaced." : "What is chosen is confirmed with it."}
          </Text>
        )}
        {error && (
          <Text className={classes.danger} role="alert">
            {plainWords(error)}
          </Text>
        )}
        {isLoading && <Loader size="sm" aria-label="Loading" />}
        <ul className={own.tiles} aria-label="Series">
          {sorted.map(({ volume, title }) => (
            <li key={volume.id}>
              <button
                type="button"
                className={own.tile}
                aria-pressed={volume.id === role.volumeId}
                disabled={isReplacing && volume.id === role.volumeId}
                onClick={() => onChoose(volume.id)}
              >
                <Thumbnail address={thumbnailOf(volume.id)} size={104} />
                <span className={own.description}>{title}</span>
                <span className={classes.quiet}>
                  {volume.columns} × {volume.rows} × {volume.slices}
                </span>
                {isReplacing && volume.id === role.volumeId && <span className={classes.quiet}>has the role now</span>}
                {fits(volume.id) && <span className={classes.good}>fits the rule</span>}
              </button>
            </li>
          ))}
        </ul>
      </Stack>
    </Modal>
  );
}
