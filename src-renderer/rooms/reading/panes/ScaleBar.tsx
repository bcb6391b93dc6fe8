import { scaleBar } from "../../../viewer/scaleBar.ts";
import { useObservable, type Observable } from "../../../ui/observable.ts";
import classes from "./Furniture.module.css";

/** A length of the patient at the size in which the image is shown. */
export function ScaleBar({ mmPerPixel, size }: { mmPerPixel: number; size: Observable<{ width: number; height: number }> }) {
  const { width } = useObservable(size);
  const bar = scaleBar(Math.min(width * 0.25, 220) * mmPerPixel);
  if (!bar) return null;
  const length = bar.lengthMm / mmPerPixel;
  return (
    <div
      className={classes.scale}
      data-furniture="scale"
      data-testid="scale-bar"
      data-length-mm={bar.lengthMm}
      data-length-pixels={length.toFixed(2)}
    >
      <span>{bar.label}</span>
      <svg width={length + 2} height={10} aria-hidden="true">
        <path d={`M1 1 v8 M1 5 h${length} M${1 + length} 1 v8`} />
      </svg>
    </div>
  );
}
