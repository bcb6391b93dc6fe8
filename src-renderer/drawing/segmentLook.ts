import type { SegmentLook } from "#shared/api/segmentation.ts";

export const segmentStyles = ["both", "fill", "outline"] as const satisfies ReadonlyArray<SegmentLook["style"]>;

/** What the styles are called. */
export const styleWords: Readonly<Record<SegmentLook["style"], string>> = { both: "Fill and outline", fill: "Fill", outline: "Outline" };

/** How segments look until a reader says otherwise. */
export const firstLook: SegmentLook = { style: "both", opacity: 0.3 };

/** How a segment is painted. */
export interface PaintedLook {
  /** Opacity of the inside, 0 to 1. */
  readonly fillOpacity: number;
  readonly isOutlined: boolean;
}

function painted({ style, opacity }: SegmentLook, isOutlineOnly: boolean): PaintedLook {
  return {
    fillOpacity: isOutlineOnly || style === "outline" ? 0 : opacity,
    isOutlined: isOutlineOnly || style !== "fill",
  };
}

/**
 * How segments are painted: all of them, and those that have a look of their own.
 * @param isOutlineOnly nothing is filled, whatever was chosen
 */
export function paintedLooks(
  { look, looks }: { readonly look: SegmentLook; readonly looks: ReadonlyMap<number, SegmentLook> },
  isOutlineOnly = false,
): PaintedLook & { readonly looks: ReadonlyMap<number, PaintedLook> } {
  return {
    ...painted(look, isOutlineOnly),
    looks: new Map([...looks].map(([segment, own]) => [segment, painted(own, isOutlineOnly)])),
  };
}
