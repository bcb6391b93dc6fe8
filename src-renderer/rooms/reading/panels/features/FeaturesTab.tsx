import { Alert, Anchor, Button, Group, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconArrowsMaximize, IconDownload, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { trpc } from "../../../../client/client.ts";
import { formatMoment } from "../../../../ui/format.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import { settingsInWords } from "../settings/imageTypeWords.ts";
import { SettingsSummary } from "../settings/SettingsSummary.tsx";
import { extractFeatures, type Target } from "./extractFeatures.ts";
import { FeatureSheet } from "./FeatureSheet.tsx";
import { FeatureTable } from "./FeatureTable.tsx";
import { useRun } from "./useRun.ts";
import classes from "./FeaturesTab.module.css";

/** The settings a reader chose go with them from segment to segment. */
let rememberedSettings: ExtractionSettings = {};

/** Extraction of one segment and the table of what came out. */
export function FeaturesTab({ target, whenSaved }: { target: Target; whenSaved: (() => Promise<void>) | undefined }) {
  const [settings, setSettings] = useState(rememberedSettings);
  const [search, setSearch] = useState("");
  const [isSheetOpen, setSheetOpen] = useState(false);
  const { isBusy, job, error, run, follow, cancel } = useRun();
  const sets = useQuery(trpc.featureSet.list.queryOptions({ segmentationId: target.segmentation.id }));
  const documentation = useQuery(trpc.featureSet.documentation.queryOptions());
  const featureSet = sets.data?.find((set) => set.segmentNumber === target.segmentNumber);
  const isOutdated = featureSet !== undefined && featureSet.segmentationRevision < target.segmentation.revision;

  const extract = () => run(async () => {
    await whenSaved?.();
    await extractFeatures(target, settings, follow);
  });

  return (
    <>
      <SettingsSummary settings={settings} isDisabled={isBusy} onChange={(next) => { rememberedSettings = next; setSettings(next); }} />
      {isBusy && job ? <JobProgress job={job} onCancel={cancel} /> : <Button onClick={extract} loading={isBusy} fullWidth>Extract features</Button>}
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
