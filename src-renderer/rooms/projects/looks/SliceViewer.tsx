import { Slider } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { axisOf } from "#shared/domain/geometry.ts";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Volume, VoxelArray } from "#shared/domain/volume.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { edgeLetters } from "../../../viewer/orientation.ts";
import { sliceImage } from "../../../viewer/sliceImage.ts";
import { loadSliceVoxels } from "../../../viewer/sliceVoxels.ts";
import { dragWindow, windowOfSlice, type GreyWindow } from "../../../viewer/window.ts";
import { MaskLayer } from "./MaskLayer.tsx";
import own from "./Looks.module.css";

interface Props {
  readonly volume: Volume;
  /** From 1. */
  readonly slice: number;
  readonly marks: readonly { readonly slice: number; readonly name: string }[];
  readonly mask: Mask | null;
  /** The left button draws the rectangle that hides. */
  readonly isDrawing: boolean;
  readonly onSlice: (slice: number) => void;
  readonly onMask: (mask: Mask | null) => void;
}

/** So many slices are fetched ahead. */
const ahead = 6;
/** A step of a wheel; pads of laptops tell of smaller ones. */
const wheelStep = 50;

/** A series slice by slice, as it was acquired: by wheel, slider or keys; the right button changes the window. */
export function SliceViewer({ volume, slice, marks, mask, isDrawing, onSlice, onMask }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState<{ readonly slice: number; readonly voxels: VoxelArray } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [window, setWindow] = useState<GreyWindow | null>(volume.window);
  const wheel = useRef(0);
  const drag = useRef<{ readonly x: number; readonly y: number; readonly from: GreyWindow } | null>(null);

  useEffect(() => {
    let isWanted = true;
    const load = async () => {
      try {
        const voxels = await loadSliceVoxels(volume.id, slice - 1);
        if (!isWanted) return;
        setShown({ slice, voxels });
        setProblem(null);
        setWindow((before) => before ?? windowOfSlice(voxels, volume));
      } catch (error) {
        if (isWanted) setProblem(plainWords(error));
      }
      const next = Array.from({ length: ahead }, (_, at) => slice - 3 + at).filter((k) => k >= 0 && k < volume.slices);
      // What cannot be had says so when it is come to.
      for (const k of next) loadSliceVoxels(volume.id, k).catch(() => undefined);
    };
    void load();
    return () => {
      isWanted = false;
    };
  }, [volume, slice]);

  useEffect(() => {
    if (!shown || !canvas.current) return;
    canvas.current.getContext("2d")!.putImageData(sliceImage(volume, shown.voxels, window, volume.invert), 0, 0);
  }, [volume, shown, window]);

  const onWheel = (deltaY: number) => {
    wheel.current = Math.abs(deltaY) >= wheelStep ? Math.sign(deltaY) * wheelStep : wheel.current + deltaY;
    if (Math.abs(wheel.current) < wheelStep) return;
    onSlice(slice + Math.sign(wheel.current));
    wheel.current = 0;
  };
  const letters = volume.hasPatientGeometry ? edgeLetters(axisOf(volume.direction, 0), axisOf(volume.direction, 1)) : null;
  const ratio = (volume.columns * volume.spacingMm[0]) / (volume.rows * volume.spacingMm[1]);
  const mark = marks.find((each) => each.slice === slice);
  return (
    <div className={own.viewer}>
      <div className={own.stage} onWheel={(event) => onWheel(event.deltaY)}>
        <div
          className={own.picture}
          style={{ "--ratio": ratio } as React.CSSProperties}
          onContextMenu={(event) => event.preventDefault()}
          onPointerDown={(event) => {
            if (event.button !== 2 || !window) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.clientX, y: event.clientY, from: window };
          }}
          onPointerMove={(event) => {
            if (!drag.current) return;
            const { x, y, from } = drag.current;
            setWindow(dragWindow(from, event.clientX - x, event.clientY - y, Math.max(from.width, 1) * 2));
          }}
          onPointerUp={() => {
            drag.current = null;
          }}
        >
          <canvas
            ref={canvas}
            className={own.canvas}
            width={volume.columns}
            height={volume.rows}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is painted, and has no address.
            role="img"
            aria-label={`Slice ${slice} of ${volume.slices}`}
            data-slice={shown?.slice}
          />
          <MaskLayer volume={volume} mask={mask} isDrawing={isDrawing} onMask={onMask} />
          {letters && (
            <>
              <span className={own.top}>{letters.top}</span>
              <span className={own.bottom}>{letters.bottom}</span>
              <span className={own.left}>{letters.left}</span>
              <span className={own.right}>{letters.right}</span>
            </>
          )}
          {mark && <span className={own.level}>{mark.name}</span>}
          {problem !== null && (
            <span className={own.problem} role="alert">
              {problem}
            </span>
          )}
        </div>
      </div>
      <div className={own.slider}>
        <span className={own.number}>
          {slice} / {volume.slices}
        </span>
        <Slider
          className={own.track}
          thumbLabel="Slice"
          label={null}
          min={1}
          max={Math.max(volume.slices, 2)}
          disabled={volume.slices < 2}
          value={slice}
          marks={marks.map(({ slice: value }) => ({ value }))}
          onChange={onSlice}
        />
      </div>
    </div>
  );
}
