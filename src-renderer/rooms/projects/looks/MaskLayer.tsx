import { useRef, useState, type PointerEvent } from "react";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { maskBetween } from "./maskBetween.ts";
import own from "./Looks.module.css";

interface Props {
  readonly volume: Pick<Volume, "columns" | "rows">;
  readonly mask: Mask | null;
  readonly isDrawing: boolean;
  readonly onMask: (mask: Mask | null) => void;
}

/** The rectangle that hides a part of every slice; while it is drawn, the left button draws a new one. */
export function MaskLayer({ volume, mask, isDrawing, onMask }: Props) {
  const from = useRef<readonly [number, number] | null>(null);
  const [drawn, setDrawn] = useState<Mask | null>(null);
  const place = (event: PointerEvent<HTMLDivElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * volume.columns, ((event.clientY - box.top) / box.height) * volume.rows];
  };
  const shown = drawn ?? mask;
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <div
      className={own.masks}
      data-drawing={isDrawing || undefined}
      onPointerDown={(event) => {
        if (!isDrawing || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = place(event);
      }}
      onPointerMove={(event) => from.current && setDrawn(maskBetween(from.current, place(event), volume))}
      onPointerUp={(event) => {
        if (!from.current) return;
        onMask(maskBetween(from.current, place(event), volume));
        from.current = null;
        setDrawn(null);
      }}
      onPointerCancel={() => {
        from.current = null;
        setDrawn(null);
      }}
    >
      {shown && (
        <div
          className={own.mask}
          data-mask={`${shown.column},${shown.row},${shown.columns},${shown.rows}`}
          style={{
            left: percent(shown.column, volume.columns),
            top: percent(shown.row, volume.rows),
            width: percent(shown.columns, volume.columns),
            height: percent(shown.rows, volume.rows),
          }}
        />
      )}
    </div>
  );
}
