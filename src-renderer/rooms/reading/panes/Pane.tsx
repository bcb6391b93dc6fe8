import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { emptyView } from "../../../viewer/viewState.ts";
import type { Desk } from "../desk.ts";
import { isDrawingTool } from "../deskState.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import { useStore } from "../store.ts";
import { ColourBar } from "./ColourBar.tsx";
import { Corners } from "./Corners.tsx";
import { Marks } from "./Marks.tsx";
import { PaneHand } from "./paneHand.ts";
import { VolumeNotes } from "./VolumeNotes.tsx";
import classes from "./Pane.module.css";

/** The kind of data a dragged volume carries. */
export const draggedVolume = "application/x-fascicle-volume";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly index: number;
  readonly isMany: boolean;
}

const nothing = () => () => {};

/** One viewport with all that lies over the image: segments, lines, letters, texts, and the slider of slices. */
export function Pane({ desk, drawing, index, isMany }: Props) {
  const place = useRef<HTMLElement>(null);
  const image = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  const map = useRef<HTMLCanvasElement>(null);
  const [hand, setHand] = useState<PaneHand | null>(null);
  const [isDropTarget, setDropTarget] = useState(false);
  const { activePane, tool, hasOverlay, panes } = useStore(desk.state);
  const viewport: ImageViewport | null = hand?.viewport ?? null;
  const view = useSyncExternalStore(viewport ? (listener) => viewport.subscribe(listener) : nothing, () => viewport?.state ?? emptyView);
  const shown = desk.volume(view.volume?.id ?? null);
  const isActive = index === activePane;

  useEffect(() => {
    if (!image.current || !labels.current || !map.current) return undefined;
    const { viewport, detach } = desk.attach(index, image.current);
    const made = new PaneHand({ desk, drawing, pane: index, viewport, labels: labels.current, map: map.current });
    setHand(made);
    return () => {
      setHand(null);
      made.dispose();
      detach();
    };
  }, [desk, drawing, index]);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes(draggedVolume)) return;
      event.preventDefault();
      setDropTarget(true);
    };
    const onDragLeave = () => setDropTarget(false);
    const onDrop = (event: DragEvent) => {
      setDropTarget(false);
      const volumeId = event.dataTransfer?.getData(draggedVolume);
      if (!volumeId) return;
      event.preventDefault();
      desk.show(index, volumeId);
    };
    element.addEventListener("dragover", onDragOver);
    element.addEventListener("dragleave", onDragLeave);
    element.addEventListener("drop", onDrop);
    return () => {
      element.removeEventListener("dragover", onDragOver);
      element.removeEventListener("dragleave", onDragLeave);
      element.removeEventListener("drop", onDrop);
    };
  }, [desk, index]);

  return (
    <section
      ref={place}
      className={classes.pane}
      aria-label={`Viewport ${index + 1}`}
      data-testid={`viewport-${index}`}
      data-active={isActive}
      data-many={isMany}
      data-drop={isDropTarget}
      data-volume-id={view.volume?.id ?? ""}
      data-plane={view.plane}
      data-slice-index={view.sliceIndex}
      data-slice-count={view.sliceCount}
      data-window={view.window ? `${view.window.center}/${view.window.width}` : ""}
      data-inverted={view.isInverted}
      data-zoom={view.zoom.toFixed(3)}
      data-rotation={view.rotationDegrees}
      data-flipped={`${view.isFlippedHorizontally ? "horizontal" : ""}${view.isFlippedVertically ? "vertical" : ""}`}
      data-orientation-letters={view.letters ? [view.letters.top, view.letters.right, view.letters.bottom, view.letters.left].join(" ") : ""}
      data-rendered={view.isRendered}
    >
      <div ref={image} className={classes.image} data-tool={isDrawingTool(tool) && view.plane !== "acquisition" ? "window" : tool} />
      <canvas ref={map} className={classes.labels} aria-hidden="true" data-testid={`map-${index}`} />
      <canvas ref={labels} className={classes.labels} aria-hidden="true" />
      {hand && <Marks desk={desk} pane={index} hand={hand} view={view} />}
      {view.letters && view.isRendered && (["top", "right", "bottom", "left"] as const).map((edge) => (
        <span key={edge} className={classes.letter} data-edge={edge}>{view.letters?.[edge]}</span>
      ))}
      {hand && shown && view.isRendered && <ColourBar desk={desk} volume={shown.volume} hand={hand} />}
      {hand && shown && hasOverlay && <Corners study={desk.study} shown={shown} view={view} hand={hand} />}
      {shown && view.isRendered && <VolumeNotes key={shown.volume.id} volume={shown.volume} />}
      {view.sliceCount > 1 && (
        <input
          type="range" className={classes.slider} aria-label={`Slice of viewport ${index + 1}`} min={0} max={view.sliceCount - 1} step={1}
          value={view.sliceIndex}
          onChange={(event) => {
            desk.activate(index);
            viewport?.setSlice(Number(event.currentTarget.value));
          }}
        />
      )}
      {view.volume && view.loaded > 0 && view.loaded < 1 && <progress className={classes.progress} max={1} value={view.loaded} aria-label="Slices fetched" />}
      {view.problem !== null && <div className={classes.message} data-kind="problem" role="alert">This image cannot be shown. {view.problem}</div>}
      {panes[index]?.volumeId === null && <div className={classes.message}>Drag a series here, or double-click one.</div>}
    </section>
  );
}
