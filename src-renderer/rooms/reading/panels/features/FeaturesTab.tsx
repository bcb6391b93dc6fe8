import { Alert, Anchor, Button, Group, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconArrowsMaximize, IconDownload, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { trpc } from "../../../../client/client.ts";
import { formatMoment } from "../../../../ui/format.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import { defaultEntry, readEntry, settingsInWords, settingsOf, type ExtractionEntry } from "./extractionChoice.ts";
import { ExtractionForm } from "./ExtractionForm.tsx";
import { extractFeatures, type Target } from "./extractFeatures.ts";
import { FeatureSheet } from "./FeatureSheet.tsx";
import { FeatureTable } from "./FeatureTable.tsx";
import { useRun } from "./useRun.ts";
import classes from "./FeaturesTab.module.css";

/** The setting a reader chose goes with them from segment to segment. */
let rememberedEntry: ExtractionEntry = defaultEntry;

/** Extraction of one segment and the table of what came out. */
export function FeaturesTab({ target, whenSaved }: { target: Target; whenSaved: (() => Promise<void>) | undefined }) {
  const [entry, setEntry] = useState(rememberedEntry);
  const [search, setSearch] = useState("");
  const [isSheetOpen, setSheetOpen] = useState(false);
  const { isBusy, job, error, run, follow, cancel } = useRun();
  const sets = useQuery(trpc.featureSet.list.queryOptions({ segmentationId: target.segmentation.id }));
  const documentation = useQuery(trpc.featureSet.documentation.queryOptions());
  const featureSet = sets.data?.find((set) => set.segmentNumber === target.segmentNumber);
  const isOutdated = featureSet !== undefined && featureSet.segmentationRevision < target.segmentation.revision;

  const { choice, error: entryError } = readEntry(entry);

  const extract = () => choice && run(async () => {
    await whenSaved?.();
    await extractFeatures(target, settingsOf(choice), follow);
  });

  return (
    <>
      <ExtractionForm entry={entry} error={entryError} isDisabled={isBusy} onChange={(next) => { rememberedEntry = next; setEntry(next); }} />
      {isBusy && job ? <JobProgress job={job} onCancel={cancel} /> : <Button onClick={extract} loading={isBusy} disabled={choice === null} fullWidth>Extract features</Button>}
      {error && <Alert color="red" variant="light" role="alert">{error}</Alert>}
      {featureSet && (
        <>
          <div className={classes.head}>
            <Text size="xs" c="dimmed">{featureSet.features.length} features, {settingsInWords(featureSet.settings)}, {formatMoment(featureSet.createdAt)}</Text>
            {isOutdated && <Text size="xs" c="var(--warning)" role="note">The segmentation has changed since. Extract again to measure what is drawn now.</Text>}
          </div>
          <Group gap={6} wrap="nowrap">
            <TextInput className={classes.search} aria-label="Search features" placeholder="Search features" leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
            <Button variant="default" px={8} aria-label="Show all with documentation" title="Show all with documentation" onClick={() => setSheetOpen(true)}><IconArrowsMaximize size={14} /></Button>
            <Anchor href={`/exports/features/${featureSet.id}.csv`} download="features.csv" underline="never">
              <Button component="span" variant="default" leftSection={<IconDownload size={14} />}>CSV</Button>
            </Anchor>
          </Group>
          <FeatureTable features={featureSet.features} search={search} documentation={documentation.data ?? []} />
          <FeatureSheet opened={isSheetOpen} onClose={() => setSheetOpen(false)} featureSet={featureSet} documentation={documentation.data ?? []} />
        </>
      )}
    </>
  );
}
