import { useMemo } from "react";
import { segmentPalette } from "#shared/domain/segmentPalette.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { EffectOutcome } from "../../../drawing/effectOutcome.ts";
import { isSameSheet, voxelAt, type Sheet } from "../../../drawing/sheet.ts";
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

/** What an effect makes of a sheet: of the cut that it was done to, or of the slices that the sheet runs through. */
function changedOn({ slices, session: { volume } }: EffectOutcome, sheet: Sheet): { before: Uint8Array; labels: Uint8Array } {
  for (const [place, changed] of slices) if (typeof place !== "number" && isSameSheet(place, sheet)) return changed;
  const { cut } = sheet;
  if (!cut) return slices.get(sheet.sliceIndex) ?? { before: nothing, labels: nothing };
  const perSlice = volume.columns * volume.rows;
  const [before, labels] = [new Uint8Array(cut.voxels.length), new Uint8Array(cut.voxels.length)];
  for (const [cell, voxel] of cut.voxels.entries()) {
    const sliceIndex = Math.floor(voxel / perSlice);
    const changed = voxel < 0 ? undefined : slices.get(sliceIndex);
    if (!changed) continue;
    before[cell] = changed.before[voxel - sliceIndex * perSlice]!;
    labels[cell] = changed.labels[voxel - sliceIndex * perSlice]!;
  }
  return { before, labels };
}

/** The voxels of a sheet that an effect changes, by the label they get, ascending; 0 for those that become background. */
function changesOn(outcome: EffectOutcome, sheet: Sheet): ReadonlyMap<number, number[]> {
  const found = new Map<number, number[]>();
  const { before, labels } = changedOn(outcome, sheet);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (label === before[index]) continue;
    const indices = found.get(label) ?? [];
    indices.push(index);
    found.set(label, indices);
  }
  return found;
}

/** What the chosen effect would change on the slice or cut on show: what segments gain in their colours, what becomes background dark. */
export function EffectPreview({ desk, drawing, content, view }: Props) {
  const { outcome } = useObservable(drawing.effects.preview);
  const { sheet } = content.tools;
  const changes = useMemo(() => outcome && sheet && changesOn(outcome, sheet), [outcome, sheet]);
  if (desk.openCase?.hidesDrawing || !outcome || !changes || !sheet || !view.isRendered || content.tools.session !== outcome.session)
    return null;
  const { segments } = outcome.session.state.value.segmentation;
  const colourOf = (label: number) =>
    segments.find(({ number }) => number === label)?.color ?? segmentPalette[label % segmentPalette.length]!;
  return [...changes].map(([label, indices]) => {
    const shape = voxelPath(indices, sheet.columns, (column, row) => content.viewport.voxelToCanvas(voxelAt(sheet, [column, row])));
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
