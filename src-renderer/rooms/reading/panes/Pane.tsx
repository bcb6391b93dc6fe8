import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { emptyView } from "../../../viewer/viewState.ts";
import { CompareDivider } from "../comparison/CompareDivider.tsx";
import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { useObservable } from "../../../ui/observable.ts";
import { Furniture } from "./Furniture.tsx";
import { Marks } from "./Marks.tsx";
import { PaneView } from "./paneView.ts";
import classes from "./Pane.module.css";

/** The kind of data a dragged volume carries. */
export const draggedVolume = "application/x-fascicle-volume";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly index: number;
  readonly isMany: boolean;
  /** In its own place, over the whole, or beneath the one that is. */
  readonly place: "own" | "whole" | "beneath";
}

const nothing = () => () => {};

/** One viewport with all that lies over the image: segments, lines, letters, texts, and the slider of slices. */
export function Pane({ desk, drawing, index, isMany, place }: Props) {
  const section = useRef<HTMLElement>(null);
  const image = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  const names = useRef<HTMLCanvasElement>(null);
  const map = useRef<HTMLCanvasElement>(null);
  const compared = useRef<HTMLCanvasElement>(null);
  const projected = useRef<HTMLCanvasElement>(null);
  const difference = useRef<HTMLCanvasElement>(null);
  const pairA = useRef<HTMLCanvasElement>(null);
  const pairB = useRef<HTMLCanvasElement>(null);
  const [content, setContent] = useState<PaneView | null>(null);
  const [isDropTarget, setDropTarget] = useState(false);
  const { activePane, hasOverlay, panes } = useObservable(desk.state);
  const viewport: ImageViewport | null = content?.viewport ?? null;
  const view = useSyncExternalStore(viewport ? (listener) => viewport.subscribe(listener) : nothing, () => viewport?.state ?? emptyView);
  const shown = desk.volume(view.volume?.id ?? null);
  const isActive = index === activePane;

  useEffect(() => {
    if (
      !image.current ||
      !labels.current ||
      !names.current ||
      !map.current ||
      !compared.current ||
      !projected.current ||
      !difference.current ||
      !pairA.current ||
      !pairB.current
    )
      return undefined;
    const { viewport, detach } = desk.attach(index, image.current);
    const made = new PaneView({
      desk,
      drawing,
      pane: index,
      viewport,
      labels: labels.current,
      names: names.current,
      map: map.current,
      compared: compared.current,
      projected: projected.current,
      difference: difference.current,
      pair: { a: pairA.current, b: pairB.current },
    });
    setContent(made);
    return () => {
      setContent(null);
      made.dispose();
      detach();
    };
  }, [desk, drawing, index]);

  useEffect(() => {
    const element = section.current;
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
      ref={section}
      className={classes.pane}
      aria-label={`Viewport ${index + 1}`}
      data-testid={`viewport-${index}`}
      data-active={isActive}
      data-many={isMany}
      data-place={place}
      inert={place === "beneath"}
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
      data-orientation-letters={
        view.letters ? [view.letters.top, view.letters.right, view.letters.bottom, view.letters.left].join(" ") : ""
      }
      data-rendered={view.isRendered}
    >
      <div ref={image} className={classes.image} style={{ cursor: content?.tools.cursor }} />
      <canvas ref={compared} className={classes.labels} aria-hidden="true" data-testid={`compared-${index}`} />
      <canvas ref={map} className={classes.labels} aria-hidden="true" data-testid={`map-${index}`} />
      <canvas ref={projected} className={classes.labels} aria-hidden="true" data-testid={`projected-${index}`} />
      <canvas ref={difference} className={classes.labels} aria-hidden="true" data-testid={`difference-${index}`} />
      <canvas ref={pairA} className={classes.labels} aria-hidden="true" data-testid={`pair-a-${index}`} />
      <canvas ref={pairB} className={classes.labels} aria-hidden="true" data-testid={`pair-b-${index}`} />
      <canvas ref={labels} className={classes.labels} aria-hidden="true" data-testid={`labels-${index}`} />
      <canvas ref={names} className={classes.names} aria-hidden="true" data-testid={`names-${index}`} />
      {content && <Marks desk={desk} drawing={drawing} pane={index} content={content} view={view} />}
      {content && shown && <Furniture desk={desk} drawing={drawing} shown={shown} view={view} content={content} hasTexts={hasOverlay} />}
      {content && view.isRendered && <CompareDivider desk={desk} pane={index} volumeId={view.volume?.id ?? null} />}
      {view.sliceCount > 1 && (
        <input
          type="range"
          className={classes.slider}
          aria-label={`Slice of viewport ${index + 1}`}
          min={0}
          max={view.sliceCount - 1}
          step={1}
          value={view.sliceIndex}
          onChange={(event) => {
            desk.activate(index);
            viewport?.setSlice(Number(event.currentTarget.value));
          }}
        />
      )}
      {view.volume && view.loaded > 0 && view.loaded < 1 && (
        <progress className={classes.progress} max={1} value={view.loaded} aria-label="Slices fetched" />
      )}
      {view.problem !== null && (
        <div className={classes.message} data-kind="problem" role="alert">
          <span>This image cannot be shown. {view.problem}</span>
        </div>
      )}
      {panes[index]?.volumeId === null && <div className={classes.message}>Drag a series here, or double-click one.</div>}
    </section>
  );
}
