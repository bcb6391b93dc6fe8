import { useRef, useState } from "react";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { LookPanel } from "./LookPanel.tsx";
import { isToDo, nextToDo, type SeriesToLook } from "./seriesToLook.ts";
import { SliceViewer } from "./SliceViewer.tsx";
import { useLookKeys } from "./useLookKeys.ts";

interface Props {
  readonly projectId: string;
  readonly series: SeriesToLook;
  readonly volume: Volume;
  readonly all: readonly SeriesToLook[];
  readonly onShow: (key: string) => void;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
}

/** One series on the screen: its slices, its levels, and what of it is hidden. */
export function SeriesDesk({ projectId, series, volume, all, onShow, onNext, onPrevious }: Props) {
  const { code, region, role, levels, hasLevels, looked } = series;
  const [slice, setSlice] = useState(
    () => (hasLevels ? levels.find((level) => level.slice !== null)?.slice : null) ?? Math.ceil(volume.slices / 2),
  );
  const [seen, setSeen] = useState<ReadonlySet<number>>(() => new Set([slice]));
  const [mask, setMask] = useState<Mask | null>(looked?.mask ?? null);
  const [isDrawing, setDrawing] = useState(false);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const { isBusy, error, act } = useAct();
  // Keys are pressed faster than the door answers: what was marked meanwhile counts for what comes next.
  const marked = useRef(new Map<string, number | null>());
  const isLooking = useRef(false);
  // It was said how many slices nobody has seen.
  const isWarned = useRef(false);
  const [unseen, setUnseen] = useState(0);

  const goTo = (wanted: number) => {
    const next = Math.max(1, Math.min(volume.slices, wanted));
    setSlice(next);
    isWarned.current = false;
    setUnseen(0);
    if (!seen.has(next)) setSeen(new Set([...seen, next]));
  };
  const mark = (level: string) =>
    act(async () => {
      setNotes([]);
      const set = await client.project.setLevel.mutate({ projectId, code, region: region.id, level, slice });
      marked.current.set(level, slice);
      setNotes(set.notes);
      await projectsChanged();
    });
  const clear = (level: string) =>
    act(async () => {
      setNotes([]);
      await client.project.clearLevel.mutate({ projectId, code, region: region.id, level });
      marked.current.set(level, null);
      await projectsChanged();
    });
  const look = () => {
    if (isLooking.current) return;
    if (seen.size < volume.slices && !isWarned.current) {
      isWarned.current = true;
      setUnseen(volume.slices - seen.size);
      return;
    }
    isLooking.current = true;
    act(async () => {
      try {
        await client.project.lookAt.mutate({ projectId, code, region: region.id, role: role.id, ...(mask ? { mask } : {}) });
        setDrawing(false);
        const levelsNow = levels.map((each) => {
          const own = marked.current.get(each.level);
          return own === undefined ? each : { ...each, slice: own };
        });
        const isLeft = isToDo({ ...series, levels: levelsNow, looked: { at: "", mask } });
        const next = isLeft ? undefined : nextToDo(all, series.key);
        if (next) onShow(next.key);
        await projectsChanged();
      } finally {
        isLooking.current = false;
      }
    });
  };
  const draw = () => setDrawing(!isDrawing);

  useLookKeys({
    slices: volume.slices,
    slice,
    goTo,
    mark: (at) => hasLevels && levels[at] && mark(levels[at].level),
    look,
    draw,
    next: onNext,
    previous: onPrevious,
  });

  return (
    <>
      <SliceViewer
        volume={volume}
        slice={slice}
        marks={hasLevels ? levels.flatMap(({ level, slice: at }) => (at === null ? [] : [{ slice: at, name: nameOf(series, level) }])) : []}
        mask={mask}
        isDrawing={isDrawing}
        onSlice={goTo}
        onMask={setMask}
      />
      <LookPanel
        series={series}
        volume={volume}
        slice={slice}
        seen={seen.size}
        unseen={unseen}
        mask={mask}
        isDrawing={isDrawing}
        isBusy={isBusy}
        error={error}
        notes={notes}
        onGoTo={goTo}
        onMark={mark}
        onClear={clear}
        onDraw={draw}
        onUnmask={() => {
          setMask(null);
          setDrawing(false);
        }}
        onLook={look}
        onNext={onNext}
        onPrevious={onPrevious}
      />
    </>
  );
}

/** What a level of the series' region is called. */
function nameOf({ region }: SeriesToLook, level: string): string {
  return region.levels.find(({ id }) => id === level)?.name ?? level;
}
