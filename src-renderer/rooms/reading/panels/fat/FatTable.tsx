import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import type { FatLevel, FatMeasure, FatResult, FatSegment } from "#shared/api/fat.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import classes from "./FatPanel.module.css";

interface Props {
  readonly result: FatResult;
  readonly segments: readonly Segment[];
  /** Something was drawn since. */
  readonly isOutdated: boolean;
  readonly onSlice: (sliceIndex: number) => void;
  readonly onSave: () => void;
}

const none = "–";
const percent = (fraction: number | null) => (fraction === null ? none : (fraction * 100).toFixed(1));
const areaOf = ({ areaMm2 }: FatLevel) => (areaMm2 === null ? none : (areaMm2 / 100).toFixed(2));
const number = (value: number) => String(Number(value.toPrecision(4)));

/** What was measured: a row a muscle, its levels beneath. */
export function FatTable({ result, segments, isOutdated, onSlice, onSave }: Props) {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(result.segments.length === 1 ? [result.segments[0]!.number] : []));
  const toggle = (segment: number) =>
    setOpen(new Set(open.has(segment) ? [...open].filter((each) => each !== segment) : [...open, segment]));
  const color = (segment: FatSegment) => segments.find((each) => each.number === segment.number)?.color;
  return (
    <section className={classes.result} aria-label="What was measured">
      {isOutdated && <p className={classes.warning}>Measured at revision {result.revision}: it was drawn on since. Measure again.</p>}
      {result.notes.map((note) => (
        <p key={note} className={classes.warning} role="note">
          {note}
        </p>
      ))}
      <table className={classes.table} aria-label="Area and fat by segment">
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">Area, cm²</th>
            <th scope="col">Volume, ml</th>
            <th scope="col">Fat, %</th>
          </tr>
        </thead>
        <tbody>
          {result.segments.map((segment) => (
            <Fragment key={segment.number}>
              <tr data-segment={segment.number}>
                <th scope="row">
                  <UnstyledButton className={classes.name} aria-expanded={open.has(segment.number)} onClick={() => toggle(segment.number)}>
                    {open.has(segment.number) ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
                    <span className={classes.swatch} style={{ background: color(segment) }} aria-hidden />
                    <span>{segmentInWords(segment)}</span>
                  </UnstyledButton>
                </th>
                <td>{segment.levels.length === 1 ? areaOf(segment.levels[0]!) : `${segment.levels.length} slices`}</td>
                <td title={segment.whyNoVolume ?? undefined}>{segment.volumeMl === null ? none : segment.volumeMl.toFixed(1)}</td>
                <td>{percent(segment.total.fraction)}</td>
              </tr>
              {open.has(segment.number) && (
                <>
                  {segment.levels.map((level) => (
                    <tr key={level.sliceIndex} className={classes.level}>
                      <th scope="row">
                        <UnstyledButton className={classes.slice} onClick={() => onSlice(level.sliceIndex)}>
                          Slice {level.sliceIndex + 1}
                        </UnstyledButton>
                      </th>
                      <td>{areaOf(level)}</td>
                      <td colSpan={2}>{percent(level.fraction)}</td>
                    </tr>
                  ))}
                  <tr className={classes.level}>
                    <td colSpan={4} className={classes.details}>
                      {detailsOf(segment).map((line) => (
                        <p key={line}>{line}</p>
                      ))}
                    </td>
                  </tr>
                </>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className={classes.how}>{noiseInWords(result)}</p>
      <Button variant="default" leftSection={<IconDownload size={16} />} onClick={onSave} fullWidth>
        Save as CSV
      </Button>
    </section>
  );
}

/** How a segment came to its numbers, a sentence each. */
function detailsOf({ total, classes: parted, whyNoVolume, notes }: FatSegment): string[] {
  return [
    ...(total.median === null ? [] : [`Median ${percent(total.median)} %, SD ${percent(total.deviation)} % of ${total.measured} voxels.`]),
    ...(parted
      ? [
          `Threshold ${number(parted.threshold)}: ${total.measured - (total.fatVoxels ?? 0)} dark voxels (mean ${number(parted.darkMean)}), ` +
            `${total.fatVoxels} bright (mean ${number(parted.brightMean)})` +
            `${parted.separability === null ? "" : `, separability ${parted.separability.toFixed(2)}`}.`,
        ]
      : []),
    ...leftOut(total),
    ...(whyNoVolume === null ? [] : [`No volume: ${whyNoVolume}`]),
    ...notes,
  ];
}

function leftOut({ underNoise, beyond, voxels }: FatMeasure): string[] {
  return [
    ...(underNoise > 0 ? [`${underNoise} of ${voxels} voxels lie under the noise limit and are left out.`] : []),
    ...(beyond > 0 ? [`${beyond} fractions lie below 0 or above 100 %; they count as they are.`] : []),
  ];
}

function noiseInWords({ noise, engineVersion, revision }: FatResult): string {
  const limit =
    noise.limit === null
      ? "No noise limit"
      : `Noise limit ${number(noise.limit)}${noise.from === "background" ? " (5 SD of the background)" : ""}`;
  return `${limit}. Revision ${revision}, engine ${engineVersion}.`;
}
