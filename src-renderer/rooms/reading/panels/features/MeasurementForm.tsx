import { Checkbox, Select, Text, UnstyledButton } from "@mantine/core";
import type { VolumeFit } from "#shared/domain/volumeFit.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { VolumeOnDesk } from "../../desk.ts";
import { volumeTitle } from "../../volumeTitle.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { withSegment, type MeasurementChoice } from "./measurementChoice.ts";
import classes from "./MeasurementForm.module.css";

interface Props {
  readonly segmentation: Segmentation;
  readonly activeSegment: number;
  readonly drawnSegments: ReadonlySet<number>;
  readonly volumes: readonly VolumeOnDesk[];
  readonly comparisons: readonly VolumeFit[];
  readonly choice: MeasurementChoice;
  readonly onChange: (choice: MeasurementChoice) => void;
  readonly isDisabled: boolean;
}

/** What is measured: which segments, and on which series. */
export function MeasurementForm({ segmentation, activeSegment, drawnSegments, volumes, comparisons, choice, onChange, isDisabled }: Props) {
  const isChosen = (number: number) => (choice.segmentNumbers ? choice.segmentNumbers.has(number) : number === activeSegment);
  const drawn = segmentation.segments.filter(({ number }) => drawnSegments.has(number));
  const volumeId = choice.volumeId ?? segmentation.volumeId;
  const comparison = comparisons.find((other) => other.volumeId === volumeId);
  const offered = offeredVolumes(volumes, comparisons, segmentation.volumeId);
  const notOffered = comparisons.filter(({ fit }) => fit === "no");
  return (
    <>
      <fieldset className={classes.group}>
        <div className={classes.head}>
          <legend>Segments</legend>
          <UnstyledButton
            className={classes.link}
            disabled={isDisabled || drawn.length === 0}
            onClick={() => onChange({ ...choice, segmentNumbers: new Set(drawn.map(({ number }) => number)) })}
          >
            All drawn
          </UnstyledButton>
          <UnstyledButton
            className={classes.link}
            disabled={isDisabled || choice.segmentNumbers === null}
            onClick={() => onChange({ ...choice, segmentNumbers: null })}
          >
            Active only
          </UnstyledButton>
        </div>
        <ul className={classes.segments}>
          {segmentation.segments.map((segment) => (
            <li key={segment.number} data-active={segment.number === activeSegment || undefined}>
              <Checkbox
                classNames={{ body: classes.check, labelWrapper: classes.labelWrapper, label: classes.label }}
                disabled={isDisabled}
                checked={isChosen(segment.number)}
                aria-label={segmentInWords(segment)}
                label={
                  <span className={classes.segment}>
                    <span className={classes.swatch} style={{ background: segment.color }} aria-hidden />
                    <span className={classes.name} title={segmentInWords(segment)}>
                      {segmentInWords(segment)}
                    </span>
                    {!drawnSegments.has(segment.number) && <span className={classes.quiet}>nothing drawn</span>}
                    {segment.number === activeSegment && drawnSegments.has(segment.number) && <span className={classes.quiet}>active</span>}
                  </span>
                }
                onChange={(event) => onChange(withSegment(choice, activeSegment, segment.number, event.currentTarget.checked))}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      <div className={classes.group}>
        <Select
          label="Measured on"
          aria-label="Series to measure on"
          data={offered}
          value={volumeId}
          allowDeselect={false}
          disabled={isDisabled}
          comboboxProps={{ withinPortal: true, width: 360, position: "bottom-end" }}
          classNames={{ label: classes.selectLabel }}
          onChange={(chosen) => {
            if (chosen) onChange({ ...choice, volumeId: chosen === segmentation.volumeId ? null : chosen });
          }}
        />
        {comparison?.fit === "resample" && (
          <div className={classes.differences} role="note" data-testid="grid-differences">
            <p>This series lies on another grid than the one drawn on.</p>
            <ul>
              {comparison.differences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <p className={classes.quiet}>
              Resampled, each voxel of this series takes the label of the nearest voxel drawn. What is drawn stays as it is.
            </p>
          </div>
        )}
        {notOffered.length > 0 && (
          <details className={classes.notOffered}>
            <summary>
              {notOffered.length === 1 ? "One series cannot be measured" : `${notOffered.length} series cannot be measured`}
            </summary>
            <ul>
              {notOffered.map(({ volumeId: id, reason }) => (
                <li key={id}>
                  <b>{titleOf(volumes, id)}</b> {reason}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {!isChosenAny(segmentation, isChosen) && (
        <Text size="xs" c="var(--warning)" role="note">
          Choose at least one segment.
        </Text>
      )}
    </>
  );
}

function isChosenAny({ segments }: Segmentation, isChosen: (number: number) => boolean): boolean {
  return segments.some(({ number }) => isChosen(number));
}

function titleOf(volumes: readonly VolumeOnDesk[], volumeId: string): string {
  return volumeTitle(volumes.find(({ volume }) => volume.id === volumeId));
}

function offeredVolumes(volumes: readonly VolumeOnDesk[], comparisons: readonly VolumeFit[], drawnOn: string) {
  const items = (fit: VolumeFit["fit"]) =>
    comparisons
      .filter((comparison) => comparison.fit === fit && comparison.volumeId !== drawnOn)
      .map(({ volumeId }) => ({ value: volumeId, label: titleOf(volumes, volumeId) }));
  return [
    { group: "Drawn on", items: [{ value: drawnOn, label: titleOf(volumes, drawnOn) }] },
    { group: "On the same grid", items: items("same") },
    { group: "On another grid", items: items("resample") },
  ].filter(({ items: members }) => members.length > 0);
}
