import { ActionIcon, Button, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { formatCounted, formatMoment } from "../../../ui/format.ts";
import type { SeriesToLook } from "./seriesToLook.ts";
import classes from "../Projects.module.css";
import own from "./Looks.module.css";

interface Props {
  readonly series: SeriesToLook;
  readonly volume: Volume;
  /** From 1. */
  readonly slice: number;
  /** How many slices were on show. */
  readonly seen: number;
  /** How many were not, where it was to be kept that the series was looked at; else 0. */
  readonly unseen: number;
  readonly mask: Mask | null;
  readonly isDrawing: boolean;
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly notes: readonly string[];
  readonly onGoTo: (slice: number) => void;
  readonly onMark: (level: string) => void;
  readonly onClear: (level: string) => void;
  readonly onDraw: () => void;
  readonly onUnmask: () => void;
  readonly onLook: () => void;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
}

/** What is said of the series on show: which slices are its levels, and what of it is hidden. */
export function LookPanel(props: Props) {
  const { series, error, notes, onNext, onPrevious } = props;
  return (
    <aside className={own.panel} aria-label="This series">
      <div>
        <span className={classes.code}>{series.code}</span>
        <h2 className={own.title}>
          {series.region.name}, {series.role.name}
        </h2>
      </div>
      {series.levels.length > 0 && (series.hasLevels ? <Levels {...props} /> : <ShownLevels {...props} />)}
      {series.isBlinded && <Look {...props} />}
      {notes.map((note) => (
        <output key={note} className={own.note}>
          {note}
        </output>
      ))}
      {error !== null && (
        <Text className={classes.danger} role="alert">
          {error}
        </Text>
      )}
      <div className={own.foot}>
        <Button variant="default" px={8} onClick={onPrevious}>
          Previous <kbd>P</kbd>
        </Button>
        <Button variant="default" px={8} onClick={onNext}>
          Next <kbd>N</kbd>
        </Button>
      </div>
    </aside>
  );
}

/** The levels are slices of this series: each is marked on its slice. */
function Levels({ series: { levels, region }, slice, isBusy, onGoTo, onMark, onClear }: Props) {
  return (
    <section aria-label="Levels">
      <h3 className={own.heading}>Levels</h3>
      <ol className={own.levels}>
        {levels.map(({ level, slice: at }, index) => {
          const name = region.levels.find(({ id }) => id === level)?.name ?? level;
          return (
            <li key={level} className={own.line} data-here={at === slice || undefined}>
              {index < 9 && <kbd>{index + 1}</kbd>}
              <Button
                variant={at === null ? "light" : "default"}
                size="compact-sm"
                className={own.markButton}
                disabled={isBusy || at === slice}
                aria-label={`This slice is ${name}`}
                onClick={() => onMark(level)}
              >
                {name}
              </Button>
              {at === null ? (
                <span className={classes.warning}>not marked</span>
              ) : (
                <>
                  <button type="button" className={own.goTo} aria-label={`Go to ${name}, slice ${at}`} onClick={() => onGoTo(at)}>
                    slice {at}
                  </button>
                  <ActionIcon size="xs" aria-label={`Take ${name} back`} disabled={isBusy} onClick={() => onClear(level)}>
                    <IconX size={12} />
                  </ActionIcon>
                </>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The levels are slices of another series: which slices of this one show the same places. */
function ShownLevels({ series: { levels, region, role }, onGoTo }: Props) {
  return (
    <section aria-label="Levels">
      <h3 className={own.heading}>Levels, by their places</h3>
      <ol className={own.levels}>
        {levels.map(({ level, slice: chosen, shown }) => {
          const here = shown.find((each) => each.role === role.id);
          return (
            <li key={level} className={own.line}>
              <span className={own.markButton}>{region.levels.find(({ id }) => id === level)?.name ?? level}</span>
              {chosen === null ? (
                <span className={classes.quiet}>not marked yet</span>
              ) : here && here.slice !== null ? (
                <button type="button" className={own.goTo} onClick={() => onGoTo(here.slice!)}>
                  slice {here.slice}
                </button>
              ) : (
                <span className={classes.warning}>{here?.why ?? "none"}</span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Text that is burned into the images: it was looked for, and a rectangle hides it. */
function Look({ series: { looked }, volume, seen, unseen, mask, isDrawing, isBusy, onDraw, onUnmask, onLook }: Props) {
  const isKept = looked !== null && JSON.stringify(looked.mask) === JSON.stringify(mask);
  return (
    <section aria-label="Burned-in text">
      <h3 className={own.heading}>Burned-in text</h3>
      {looked ? (
        <Text size="xs" className={classes.good}>
          Looked at {formatMoment(looked.at)}; {looked.mask ? "a rectangle is hidden" : "nothing is hidden"}.
        </Text>
      ) : (
        <Text size="xs" className={classes.warning}>
          Nobody has looked at this series yet.
        </Text>
      )}
      {!isKept && (
        <Text size="xs" className={seen < volume.slices ? classes.warning : classes.quiet}>
          {seen} of {volume.slices} slices seen.
        </Text>
      )}
      {unseen > 0 && (
        <Text size="xs" role="alert" className={classes.warning}>
          Nothing was kept: {formatCounted(unseen, "slice was", "slices were")} not seen. Look at them, or press L again to keep it all the
          same.
        </Text>
      )}
      {mask && (
        <Text size="xs" c="dimmed">
          Hidden: {mask.columns} × {mask.rows} of {volume.columns} × {volume.rows}.
        </Text>
      )}
      <div className={own.buttons}>
        <Button px={8} disabled={isBusy || isKept} onClick={onLook}>
          {mask ? "Looked at, hide the rectangle" : "Looked at, nothing burned in"} <kbd>L</kbd>
        </Button>
        <Button variant="default" aria-pressed={isDrawing} px={8} onClick={onDraw}>
          {isDrawing ? "Drag over the text …" : mask ? "Another rectangle" : "Hide a part"} <kbd>M</kbd>
        </Button>
        {mask && (
          <Button variant="subtle" color="gray" onClick={onUnmask}>
            Take the rectangle away
          </Button>
        )}
      </div>
    </section>
  );
}
