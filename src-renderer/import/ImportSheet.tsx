import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ImportResult } from "#shared/api/import.ts";
import { formatCount } from "../ui/format.ts";
import { JobProgress } from "../ui/JobProgress.tsx";
import type { ImportProgress } from "./importProgress.ts";
import { LabelMapList } from "./LabelMapList.tsx";
import { ReasonList } from "./ReasonList.tsx";
import classes from "./ImportSheet.module.css";

interface Props {
  readonly progress: ImportProgress | null;
  readonly outcome: { readonly result: ImportResult; readonly wasCancelled: boolean } | null;
  readonly onCancel: () => void;
  readonly onHide: () => void;
  readonly onClose: () => void;
}

function Count({ label, value, isWarning = false }: { label: string; value: number; isWarning?: boolean }) {
  return (
    <div className={classes.count} data-warning={(isWarning && value > 0) || undefined}>
      <dd>{formatCount(value)}</dd>
      <dt>{label}</dt>
    </div>
  );
}

function headline({ result, wasCancelled }: NonNullable<Props["outcome"]>): string {
  if (wasCancelled) return "The import was cancelled. What came in before is kept; importing the same files again goes on from there.";
  if (result.instances + result.imageFiles > 0)
    return result.rejected.length + result.conflicts.length === 0
      ? "Everything was imported."
      : "Imported. Some files could not be used; the reasons are below.";
  if (result.duplicates > 0 && result.rejected.length === 0) return "Nothing new: every file was here already.";
  return "Nothing was imported. The reasons are below.";
}

/** An import while it runs, and then what it brought and what could not be used, file by file. */
export function ImportSheet({ progress, outcome, onCancel, onHide, onClose }: Props) {
  return (
    <>
      <Modal
        opened={progress !== null}
        onClose={onHide}
        title="Importing"
        size={520}
        closeButtonProps={{ "aria-label": "Go on in the background" }}
        closeOnClickOutside={false}
      >
        {progress && (
          <Stack>
            <JobProgress job={progress} />
            <Group justify="flex-end">
              <Button variant="subtle" color="gray" onClick={onHide}>
                Go on in the background
              </Button>
              <Button variant="default" onClick={onCancel}>
                Cancel import
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
      <Modal opened={outcome !== null} onClose={onClose} title="Import result" size={820} closeButtonProps={{ "aria-label": "Close" }}>
        {outcome && (
          <Stack>
            <Text>{headline(outcome)}</Text>
            <dl className={classes.counts}>
              <Count label="studies" value={outcome.result.studies} />
              <Count label="series" value={outcome.result.series} />
              <Count label="instances" value={outcome.result.instances} />
              <Count label="image files" value={outcome.result.imageFiles} />
              <Count label="duplicates" value={outcome.result.duplicates} />
              <Count label="conflicts" value={outcome.result.conflicts.length} isWarning />
              <Count label="rejected" value={outcome.result.rejected.length} isWarning />
            </dl>
            {outcome.result.labelMaps.length > 0 && <LabelMapList offers={outcome.result.labelMaps} />}
            {outcome.result.conflicts.length > 0 && (
              <ReasonList
                title="Conflicts"
                explanation="The same identifier with other content: kept apart, look before you use them."
                items={outcome.result.conflicts}
              />
            )}
            {outcome.result.rejected.length > 0 && (
              <ReasonList
                title="Rejected files"
                explanation="Not imported. Your originals are untouched."
                items={outcome.result.rejected}
              />
            )}
            <Group justify="flex-end">
              <Button onClick={onClose} data-autofocus>
                Done
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}
