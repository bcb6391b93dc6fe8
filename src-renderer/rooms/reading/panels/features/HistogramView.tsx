import { Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { Measurement } from "#shared/api/featureSet.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { client } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { formatCounted, formatValue } from "../../../../ui/format.ts";
import { stepsBefore } from "../../../../settings/chosenSettings.ts";
import { segmentHistogramChart, type HistogramLine } from "./histogramChart.ts";
import classes from "./HistogramView.module.css";

interface Props {
  readonly measurement: Measurement;
  /** Of the segmentation measured; a change of it makes the counts old. */
  readonly revision: number;
  readonly segments: readonly Segment[];
  /** What is written along the grey values. */
  readonly axis: string;
}

/** The grey values of segments as the series has them, in the bins of the original image, as outlines over each other. */
export function HistogramView({ measurement, revision, segments, axis }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["histogram", measurement, revision],
    queryFn: ({ signal }) => client.featureSet.histogram.query(measurement, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const lines = useMemo(
    (): HistogramLine[] =>
      (data?.segments ?? []).flatMap((histogram) => {
        const segment = segments.find(({ number }) => number === histogram.segmentNumber);
        return segment ? [{ title: segment.name, color: segment.color, histogram }] : [];
      }),
    [data, segments],
  );

  useEffect(() => {
    if (!element.current || lines.length === 0) return undefined;
    const place = element.current;
    let isOver = false;
    let close = () => {
      isOver = true;
    };
    // The charts are the largest part of the page after the viewer: loaded when the first one is drawn.
    void (async () => {
      const { openChart } = await import("../../../../ui/charts/openChart.ts");
      if (isOver) return;
      const chart = openChart(place);
      close = chart.close;
      chart.draw(segmentHistogramChart(lines, { axis }, place));
      place.dataset["drawn"] = lines.map(({ title }) => title).join(", ");
    })();
    return () => close();
  }, [lines, axis]);

  if (error)
    return (
      <Text size="xs" c="var(--warning)" role="note">
        {plainWords(error)}
      </Text>
    );
  const before = stepsBefore(measurement.settings);
  const joined = Math.max(1, ...lines.map(({ histogram }) => histogram.joinedBins));
  return (
    <div className={classes.histogram} aria-busy={isPlaceholderData}>
      <div
        ref={element}
        className={classes.chart}
        aria-hidden
        data-testid="histogram"
        data-old={isPlaceholderData || undefined}
        hidden={lines.length === 0}
      />
      {isPlaceholderData && <output className={classes.counting}>Counting …</output>}
      {lines.length > 0 && (
        <ul className={classes.legend} data-old={isPlaceholderData || undefined}>
          {lines.map(({ title, color, histogram }) => (
            <li key={histogram.segmentNumber}>
              <span className={classes.swatch} style={{ background: color }} aria-hidden />
              <span className={classes.name} title={title}>
                {title}
              </span>
              <span className={classes.marks}>
                mean {formatValue(histogram.mean, { figures: 5 })}, P10–P90 {formatValue(histogram.percentile10, { figures: 5 })} to{" "}
                {formatValue(histogram.percentile90, { figures: 5 })}, {formatCounted(histogram.voxels, "voxel", "voxels")}
              </span>
            </li>
          ))}
        </ul>
      )}
      {lines.length > 1 && (
        <Text size="xs" c="dimmed">
          Vertical lines: means.
        </Text>
      )}
      {lines.length > 0 && before && (
        <Text size="xs" c="dimmed">
          {before}
        </Text>
      )}
      {joined > 1 && (
        <Text size="xs" c="dimmed">
          Each step holds {joined} bins of the extraction.
        </Text>
      )}
      {data?.failures.map(({ segmentNumber, reason }) => (
        <Text key={segmentNumber} size="xs" c="var(--warning)" role="note">
          {segments.find(({ number }) => number === segmentNumber)?.name}: {reason}
        </Text>
      ))}
    </div>
  );
}
