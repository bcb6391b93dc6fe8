import { useMemo } from "react";
import { segmentPalette } from "#shared/domain/segmentPalette.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { EffectOutcome } from "../../../drawing/effectOutcome.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { Desk } from "../desk.ts";
import type { PaneView } from "./paneView.ts";
import { voxelPath } from "./voxelPath.ts";
import classes from "./Pane.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly content: PaneView;
  readonly view: ViewState;
}

const nothing = new Uint8Array(0);

/** The voxels of a slice that an effect changes, by the label they get, ascending; 0 for those that become background. */
function changesOn({ slices }: EffectOutcome, sliceIndex: number): ReadonlyMap<number, number[]> {
  const found = new Map<number, number[]>();
  const { before, labels } = slices.get(sliceIndex) ?? { before: nothing, labels: nothing };
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (label === before[index]) continue;
    const indices = found.get(label) ?? [];
    indices.push(index);
    found.set(label, indices);
  }
  return found;
}

/** What the chosen effect would change on the slice on show: what segments gain in their colours, what becomes background dark. */
export function EffectPreview({ desk, drawing, content, view }: Props) {
  const { outcome } = useObservable(drawing.effects.preview);
  const changes = useMemo(() => outcome && changesOn(outcome, view.sliceIndex), [outcome, view.sliceIndex]);
  const { volume, sliceIndex } = view;
  if (
    desk.openCase?.hidesDrawing ||
    !outcome ||
    !changes ||
    !volume ||
    !view.isRendered ||
    view.plane !== "acquisition" ||
    content.tools.session !== outcome.session
  )
    return null;
  const { segments } = outcome.session.state.value.segmentation;
  const colourOf = (label: number) =>
    segments.find(({ number }) => number === label)?.color ?? segmentPalette[label % segmentPalette.length]!;
  return [...changes].map(([label, indices]) => {
    const shape = voxelPath(indices, volume.columns, (column, row) => content.viewport.voxelToCanvas([column, row, sliceIndex]));
    return (
      shape && (
        <path
          key={label}
          className={label === 0 ? classes.lost : classes.gained}
          d={shape.path}
          transform={shape.transform}
          style={label === 0 ? undefined : { fill: colourOf(label) }}
          data-testid={label === 0 ? "effect-lost" : "effect-gained"}
          data-voxels={indices.length}
        />
      )
    );
  });
}
