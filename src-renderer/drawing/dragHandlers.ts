import type { PointerPosition } from "../viewer/viewState.ts";
import type { ToolHandlers } from "./tool.ts";

/** A drag so far. */
export interface Drag {
  /** Pixels since the last move, to the right and down. */
  readonly dx: number;
  readonly dy: number;
  /** Where it began, pixels from the viewport's top left. */
  readonly start: readonly [number, number];
}

/** A tool that only follows a drag; `begin` answers what each move does. What it did stays when the press is given up. */
export function dragHandlers(begin: () => (drag: Drag) => void): ToolHandlers {
  let press: { readonly onDrag: (drag: Drag) => void; readonly start: PointerPosition; last: PointerPosition } | null = null;
  const end = () => {
    press = null;
  };
  return {
    down: (at) => {
      press = { onDrag: begin(), start: at, last: at };
      return true;
    },
    move: (path) => {
      const at = path.at(-1);
      if (!press || !at) return;
      const [dx, dy] = [at.canvas[0] - press.last.canvas[0], at.canvas[1] - press.last.canvas[1]];
      press.last = at;
      if (dx !== 0 || dy !== 0) press.onDrag({ dx, dy, start: press.start.canvas });
    },
    up: end,
    cancel: end,
    leave: end,
  };
}
