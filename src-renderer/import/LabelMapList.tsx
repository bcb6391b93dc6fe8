import { Button, Checkbox, Group, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { takenLabelMapsSchema, type LabelMapOffer, type TakenLabelMaps } from "#shared/api/import.ts";
import { client, trpc } from "../client/client.ts";
import { followJob } from "../client/jobs.ts";
import { plainWords } from "../client/plainWords.ts";
import { formatCount, formatCounted } from "../ui/format.ts";
import { ReasonList } from "./ReasonList.tsx";
import classes from "./LabelMapList.module.css";

interface Choice {
  readonly isChosen: boolean;
  readonly volumeId: string;
}

/** Label maps that an import brought, to be made segmentations of the images they fit: which, and of which image. What cannot be is listed with the reason. */
export function LabelMapList({ offers }: { offers: readonly LabelMapOffer[] }) {
  const usable = offers.filter(({ problem, fits }) => problem === null && fits.length > 0);
  const refused = offers.filter(({ problem }) => problem !== null);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(
    () => new Map(usable.map(({ volumeId, fits }) => [volumeId, { isChosen: true, volumeId: fits[0]!.volumeId }])),
  );
  const queryClient = useQueryClient();
  const take = useMutation({
    mutationFn: async (): Promise<TakenLabelMaps> => {
      const items = [...choices].flatMap(([labelMapId, { isChosen, volumeId }]) => (isChosen ? [{ labelMapId, volumeId }] : []));
      const { jobId } = await client.import.takeLabelMaps.mutate({ items });
      const job = await followJob(jobId);
      if (job.state !== "succeeded")
        throw new Error(job.error ?? "Not all label maps were taken in. Import the same files again to go on.");
      await queryClient.invalidateQueries({ queryKey: trpc.segmentation.list.queryKey() });
      return takenLabelMapsSchema.parse(job.result);
    },
  });
  const change = (labelMapId: string, part: Partial<Choice>) =>
    setChoices(new Map(choices).set(labelMapId, { ...choices.get(labelMapId)!, ...part }));
  const chosen = [...choices.values()].filter(({ isChosen }) => isChosen).length;
  const isDone = take.isSuccess || take.isPending;

  return (
    <>
      {usable.length > 0 && (
        <section aria-label="Label maps" className={classes.section}>
          <header>
            <h3>Label maps ({formatCount(usable.length)})</h3>
            <span className={classes.explanation}>
              Make a segmentation of each, on the image it belongs to. The files stay as images, too.
            </span>
          </header>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard. */}
          <div className={classes.scroll} tabIndex={0}>
            <ul className={classes.list}>
              {usable.map(({ volumeId, path, labels, fits }) => {
                const choice = choices.get(volumeId)!;
                return (
                  <li key={volumeId} className={classes.item}>
                    <Checkbox
                      label={path}
                      checked={choice.isChosen}
                      disabled={isDone}
                      onChange={(event) => change(volumeId, { isChosen: event.currentTarget.checked })}
                    />
                    <span className={classes.labels}>{formatCounted(labels, "label", "labels")}</span>
                    <NativeSelect
                      aria-label={`Image of ${path}`}
                      data={fits.map((fit) => ({ value: fit.volumeId, label: fit.name }))}
                      value={choice.volumeId}
                      disabled={isDone || fits.length === 1}
                      onChange={(event) => change(volumeId, { volumeId: event.currentTarget.value })}
                    />
                  </li>
                );
              })}
            </ul>
          </div>
          <Group justify="flex-end" gap="xs">
            {take.isError && <span role="alert">{plainWords(take.error)}</span>}
            {take.data && <output>{formatCounted(take.data.taken, "segmentation was", "segmentations were")} made.</output>}
            <Button variant="default" loading={take.isPending} disabled={isDone || chosen === 0} onClick={() => take.mutate()}>
              Make {formatCounted(chosen, "segmentation", "segmentations")}
            </Button>
          </Group>
        </section>
      )}
      {take.data && take.data.failures.length > 0 && (
        <ReasonList title="Label maps not taken in" explanation="They stay as images." items={take.data.failures} />
      )}
      {take.data && take.data.notes.length > 0 && (
        <ReasonList title="Look at these twice" explanation="The segmentations were made." items={take.data.notes} />
      )}
      {refused.length > 0 && (
        <ReasonList
          title="Label maps without an image"
          explanation="Imported as images; no segmentation can be made of them here."
          items={refused.map(({ path, problem }) => ({ path, reason: problem ?? "" }))}
        />
      )}
    </>
  );
}
