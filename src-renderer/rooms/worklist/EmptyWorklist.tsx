import { Button, Group, Text, Title } from "@mantine/core";
import { IconFileImport, IconFolderOpen, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import type { Job } from "#shared/domain/job.ts";
import { cancelJob } from "../../client/jobs.ts";
import { JobProgress } from "../../ui/JobProgress.tsx";
import { useImport } from "../../import/ImportContext.tsx";
import { openSample } from "./openSample.ts";
import classes from "./EmptyWorklist.module.css";

/** The first thing a new reader sees: where to drop images, and a study to try without any. */
export function EmptyWorklist({ onOpen, onError }: { onOpen: (studyInstanceUid: string) => void; onError: (error: unknown) => void }) {
  const { chooseFolder, chooseFiles } = useImport();
  const [job, setJob] = useState<Job | null>(null);
  const [isStarting, setStarting] = useState(false);

  const trySample = async () => {
    setStarting(true);
    try {
      const studyInstanceUid = await openSample(setJob);
      if (studyInstanceUid) onOpen(studyInstanceUid);
    } catch (error) {
      onError(error);
    } finally {
      setStarting(false);
      setJob(null);
    }
  };

  return (
    <div className={classes.page}>
      <section className={classes.drop} aria-label="Import images">
        <IconFolderOpen size={44} stroke={1.1} className={classes.sign} aria-hidden />
        <Title order={1}>Drop DICOM or image files here</Title>
        <Text c="dimmed" size="md" maw={520} ta="center">
          Folders, single files, a DICOMDIR or a ZIP; DICOM, NIfTI, NRRD or MGH, a BIDS tree. The originals are copied into your data folder
          on this machine and never changed; nothing leaves it.
        </Text>
        <Group mt="xs">
          <Button size="sm" leftSection={<IconFolderOpen size={16} />} onClick={chooseFolder}>
            Import folder…
          </Button>
          <Button size="sm" variant="default" leftSection={<IconFileImport size={16} />} onClick={chooseFiles}>
            Import files…
          </Button>
        </Group>
      </section>
      <section className={classes.sample} aria-label="Sample study">
        <div className={classes.sampleText}>
          <Title order={2} size="h3">
            No images at hand?
          </Title>
          <Text c="dimmed">
            Two synthetic MR studies, thighs with calves and a brain, are made on this machine from mathematics alone: no patient stands
            behind them. Draw on them, extract features, classify.
          </Text>
        </div>
        {job ? (
          <div className={classes.progress}>
            <JobProgress job={job} onCancel={() => cancelJob(job.id, onError)} />
          </div>
        ) : (
          <Button
            className={classes.sampleButton}
            size="sm"
            variant="light"
            loading={isStarting}
            leftSection={<IconSparkles size={16} />}
            onClick={() => void trySample()}
          >
            Open the sample study
          </Button>
        )}
      </section>
    </div>
  );
}
