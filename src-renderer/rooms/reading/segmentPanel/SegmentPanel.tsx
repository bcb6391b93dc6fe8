import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";

export function SegmentPanel({ onAddSegment }: { desk: Desk; drawing: DrawingDesk; onAddSegment: () => void }) {
  return <button type="button" onClick={onAddSegment}>New segmentation</button>;
}
