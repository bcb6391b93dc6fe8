import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconReplace } from "@tabler/icons-react";
import { thumbnailOf } from "../../../client/addresses.ts";
import type { CaseRole } from "../../../client/projects.ts";
import { Thumbnail } from "../../../ui/Thumbnail.tsx";
import classes from "../Projects.module.css";
import own from "./Roles.module.css";

interface Props {
  readonly code: string;
  readonly role: CaseRole;
  readonly isBusy: boolean;
  /** Once it is confirmed, another one replaces it, with a reason. */
  readonly isReplaced?: boolean;
  readonly onConfirm: () => void;
  readonly onChoose: () => void;
}

/** The series of one role in one case: as it was found, confirmed, or why there is none. */
export function RoleCell({ code, role, isBusy, isReplaced = false, onConfirm, onChoose }: Props) {
  const { state, volumeId, candidates, cannotCopy } = role;
  const where = `case ${code}, ${role.region}, ${role.role}`;
  const description = candidates.find((each) => each.volumeId === volumeId)?.description ?? "chosen by hand";
  const another = isReplaced && state === "confirmed" ? "Replace the series of" : "Choose another series for";
  if (volumeId === null)
    return (
      <div className={own.cell}>
        <span className={own.none}>
          <IconAlertTriangle size={18} stroke={1.6} className={classes.warning} aria-hidden />
        </span>
        <span className={own.words}>
          <span className={classes.warning}>
            {state === "not found" ? "none fits" : candidates.length === 1 ? "fits another role too" : `${candidates.length} series fit`}
          </span>
          <span>
            <Button variant="default" size="compact-xs" aria-label={`Choose the series of ${where}`} onClick={onChoose}>
              Choose…
            </Button>
          </span>
        </span>
      </div>
    );
  return (
    <div className={own.cell}>
      <button
        type="button"
        className={own.picture}
        aria-label={`Another series for ${where}`}
        title={isReplaced ? "Replace the series…" : "Choose another series"}
        onClick={onChoose}
      >
        <Thumbnail address={thumbnailOf(volumeId)} size={44} />
      </button>
      <span className={own.words}>
        <span className={own.description} title={description}>
          {description}
        </span>
        <span className={own.state}>
          {state === "confirmed" ? (
            <>
              <IconCircleCheck size={14} stroke={1.8} className={classes.good} aria-hidden />
              <span className={classes.quiet}>confirmed</span>
            </>
          ) : (
            <Button size="compact-xs" variant="light" aria-label={`Confirm ${where}`} disabled={isBusy} onClick={onConfirm}>
              Confirm
            </Button>
          )}
          <ActionIcon
            size="xs"
            aria-label={`${another} ${where}`}
            title={isReplaced ? "Replace the series…" : "Choose another series"}
            onClick={onChoose}
          >
            <IconReplace size={13} />
          </ActionIcon>
        </span>
        {cannotCopy !== null && <span className={classes.warning}>cannot be copied to: {cannotCopy}</span>}
      </span>
    </div>
  );
}
