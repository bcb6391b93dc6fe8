import { Button, Text, Title } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { madeProjectSchema } from "#shared/api/sample.ts";
import type { Job } from "#shared/domain/job.ts";
import { client } from "../../client/client.ts";
import { cancelJob, resultOf } from "../../client/jobs.ts";
import { plainWords } from "../../client/plainWords.ts";
import { projectsChanged } from "../../client/projects.ts";
import { JobProgress } from "../../ui/JobProgress.tsx";
import { Refusal } from "./Refusal.tsx";
import classes from "./Projects.module.css";

/** Offers a closed study of made-up persons and simulated readers, to look at before there is one of the own. */
export function SampleOffer({ onMade }: { readonly onMade: (projectId: string) => void }) {
  const [job, setJob] = useState<Job | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const make = async () => {
    setStarting(true);
    setError(null);
    try {
      const { jobId } = await client.sample.project.mutate();
      const result = await resultOf(jobId, setJob);
      await projectsChanged();
      if (result !== null) onMade(madeProjectSchema.parse(result).projectId);
    } catch (cause) {
      setError(plainWords(cause));
    } finally {
      setStarting(false);
      setJob(null);
    }
  };
  return (
    <section className={classes.sample} aria-label="Sample project">
      <div>
        <Title order={2} size="h3">
          To look at a study that was read
        </Title>
        <Text c="dimmed" maw={600}>
          A closed project of synthetic cases and simulated readers is made on this machine from mathematics alone: no patient and no person
          stands behind it.
        </Text>
        <Refusal error={error} />
      </div>
      {job ? (
        <div className={classes.progress}>
          <JobProgress job={job} onCancel={() => cancelJob(job.id, (cause) => setError(plainWords(cause)))} />
        </div>
      ) : (
        <Button variant="light" loading={isStarting} leftSection={<IconSparkles size={16} />} onClick={() => void make()}>
          Make the sample project
        </Button>
      )}
    </section>
  );
}
