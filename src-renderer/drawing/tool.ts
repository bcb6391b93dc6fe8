import type { ComponentType } from "react";
import type { Icon } from "@tabler/icons-react";
import type { WindowBook } from "../viewer/windowBook.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { ToolPane } from "./toolPane.ts";

/** How a press came down. */
export interface PressKind {
  /** With Shift, or a pen's other end: what the tool would give to the active segment is taken from it. */
  readonly isErasing: boolean;
  readonly hasAlt: boolean;
}

/**
 * What a tool does in one viewport. A press is one pointer and one button: the pane sends `down`, then the moves and one end of that press only.
 * After `cancel`, `up` or `leave` nothing more of the press arrives.
 */
export interface ToolHandlers {
  /** Returns true where the press was taken: its moves and its end follow. */
  readonly down: (at: PointerPosition, how: PressKind) => boolean;
  /** Every place since the last call, in order. */
  readonly move: (path: readonly PointerPosition[]) => void;
  /** The button came up; null where it is not known where, so that the press ends where it was last. */
  readonly up: (at: PointerPosition | null) => void;
  /** The reader gave the press up, or the contact was none (a palm): what it did is taken back. */
  readonly cancel: () => void;
  /** The pane, its volume or its segmentation goes away with the button down. Nothing may be filled out of sight. */
  readonly leave: () => void;
  /** The mouse is here, or is gone (null); called again where what is shown here changed, so that a preview is never stale. */
  readonly hover?: (at: PointerPosition | null) => void;
  readonly doubleClick?: () => void;
  /** Esc with no button down: gives up what was begun; returns false where nothing was. */
  readonly giveUp?: () => boolean;
  /** What the tool's own keys do, by the key. */
  readonly keys?: Readonly<Record<string, () => void>>;
  /** Another tool was chosen, or (`isGone`) the pane or its segmentation went away, so that nothing more can be drawn there. */
  readonly dispose?: (isGone: boolean) => void;
}

/** A key that works only while its tool is chosen. */
export interface ToolKey {
  /** As `keyWord` writes it. */
  readonly key: string;
  readonly help: string;
}

export interface ToolOptionsProps {
  readonly session: DrawingSession;
  /** The grey values of the study's volumes. */
  readonly windows: WindowBook;
  /** The active viewport; null where it has none. */
  readonly pane: ToolPane | null;
  /** Does in the active viewport what one of the tool's own keys does. */
  readonly onKey: (key: string) => void;
}

/** A tool of the left button: one object in one file of tools/, found by the registry. */
export interface Tool {
  /** Its name in a stroke on disk; a released one never changes. */
  readonly id: string;
  readonly name: string;
  readonly icon: Icon;
  /** Chooses it, as `keyWord` writes it. */
  readonly key: string;
  /** What it does, for the help sheet. */
  readonly help: string;
  /** Looks at images, measures on them, draws in the active segment, or places a moving image over a fixed one. */
  readonly group: "view" | "measure" | "draw" | "place";
  /** It has a brush: a round one, or one that can be a ball as well (3D). */
  readonly brush?: "disc" | "ball";
  /** Its place among those of its group, from the left. */
  readonly order: number;
  /** Of CSS. */
  readonly cursor: string;
  readonly keys?: readonly ToolKey[];
  /** It works within the range of values: its limits are shown, and a press with Alt takes them from the image. */
  readonly usesRange?: boolean;
  /** A small panel, shown while it is chosen. */
  readonly Options?: ComponentType<ToolOptionsProps>;
  /** Begins to work in a pane: called once for a pane and a segmentation, when the tool is first needed there. */
  readonly use: (pane: ToolPane) => ToolHandlers;
}
