import { Alert, Button, Checkbox, MultiSelect, SegmentedControl, Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { featureMapResultSchema } from "#shared/api/featureMap.ts";
import { imageTypes } from "#shared/domain/extractionSettings.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { client, queryClient, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import type { MapDesk } from "../../maps/mapDesk.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { useObservable } from "../../../../ui/observable.ts";
import { useRun } from "../features/useRun.ts";
import { chosenSettings } from "../../../../settings/chosenSettings.ts";
import { SettingsSummary } from "../../../../settings/SettingsSummary.tsx";
import { FeaturePicker } from "./FeaturePicker.tsx";
import { imageTypeNames, kernelInWords, mapChoice, mapSettings, radii, type MapChoice } from "./mapChoice.ts";
import classes from "./MapsPanel.module.css";

interface Props {
  readonly volume: Volume;
  readonly segmentation: Segmentation;
  readonly segmentNumber: number;
  readonly onSegment: (segmentNumber: number) => void;
  readonly maps: MapDesk;
  /** Resolves when every stroke is on disk: what is mapped is what is seen. */
  readonly whenSaved: () => Promise<void>;
}

/** Which maps of which segment, how they are computed, and the way to start. */
export function MapForm({ volume, segmentation, segmentNumber, onSegment, maps, whenSaved }: Props) {
  const choice = useObservable(mapChoice);
  const general = useObservable(chosenSettings);
  const { isBusy, job, error, run, follow, cancel } = useRun();
  const documentation = useQuery(trpc.featureSet.documentation.queryOptions()).data ?? [];
  const { settings, error: missing } = mapSettings(choice, general);
  const described = useQuery(trpc.setting.describe.queryOptions({ settings: settings ?? {} }, { enabled: settings !== null }));
  const count = described.data ? described.data.featureCount : choice.features.length;
  const change = (part: Partial<MapChoice>) => mapChoice.patch(part);

  const compute = () =>
    settings &&
    run(async () => {
      await whenSaved();
      const { jobId } = await client.featureMap.extract.mutate({
        segmentationId: segmentation.id,
        segmentNumber,
        settings,
      });
      const { featureMapIds } = featureMapResultSchema.parse(await follow(jobId));
      await queryClient.invalidateQueries(trpc.featureMap.list.queryFilter({ segmentationId: segmentation.id }));
      await maps.show(await client.featureMap.describe.query({ featureMapId: featureMapIds[0]! }));
    });

  return (
    <section className={classes.form} aria-label="New maps">
      <Select
        label="Segment"
        allowDeselect={false}
        disabled={isBusy}
        value={String(segmentNumber)}
        onChange={(value) => value && onSegment(Number(value))}
        data={segmentation.segments.map((segment) => ({ value: String(segment.number), label: segmentInWords(segment) }))}
      />
      <FeaturePicker
        documentation={documentation}
        chosen={choice.features}
        isDisabled={isBusy}
        onChange={(features) => change({ features })}
      />
      <MultiSelect
        label="Of the image"
        size="xs"
        disabled={isBusy}
        value={[...choice.imageTypes]}
        onChange={(value) => change({ imageTypes: value })}
        searchable
        hidePickedOptions
        data={imageTypes.map((type) => ({ value: type, label: imageTypeNames[type] }))}
        aria-label="Image types"
      />
      {choice.imageTypes.includes("LoG") && (
        <TextInput
          label="Sigmas of LoG, mm"
          disabled={isBusy}
          value={choice.sigmas}
          onChange={(event) => change({ sigmas: event.currentTarget.value })}
        />
      )}
      <div>
        <span className={classes.caption} id="kernel-radius">
          Kernel radius, voxels
        </span>
        <SegmentedControl
          aria-labelledby="kernel-radius"
          fullWidth
          disabled={isBusy}
          value={String(choice.kernelRadius)}
          onChange={(value) => change({ kernelRadius: Number(value) })}
          data={radii.map((radius) => ({ value: String(radius), label: String(radius) }))}
        />
        <Text size="xs" c="dimmed" mt={3} data-testid="kernel-size">
          {kernelInWords(choice.kernelRadius, volume.spacingMm, general)}
        </Text>
      </div>
      <Checkbox
        label="Kernels hold the segment's voxels only"
        disabled={isBusy}
        checked={choice.maskedKernel}
        onChange={(event) => change({ maskedKernel: event.currentTarget.checked })}
      />
      <SettingsSummary settings={settings ?? general} edited={general} isDisabled={isBusy} onChange={(next) => chosenSettings.set(next)} />
      {isBusy && job ? (
        <JobProgress job={job} onCancel={cancel} />
      ) : (
        <Button onClick={compute} loading={isBusy} disabled={settings === null || described.isError} fullWidth>
          {count === 1 ? "Compute the map" : `Compute ${count} maps`}
        </Button>
      )}
      {missing !== null && (
        <Text size="xs" c="var(--warning)" role="note">
          {missing}
        </Text>
      )}
      {described.isError && settings && (
        <Text size="xs" c="var(--warning)" role="alert">
          {plainWords(described.error)}
        </Text>
      )}
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error}
        </Alert>
      )}
    </section>
  );
}
