import type { Layout } from "#shared/domain/layout.ts";
import type { Plane } from "../../viewer/planes.ts";
import { noLinks, type Links } from "../../viewer/viewLinks.ts";

/** How many viewports a layout shows: rows times columns. */
export const paneCounts: Readonly<Record<Layout, number>> = { "1x1": 1, "1x2": 2, "2x1": 2, "2x2": 4 };

/** One place of the layout. */
export interface PaneState {
  readonly volumeId: string | null;
  readonly plane: Plane;
}

/** What the reader arranged. */
export interface DeskState {
  readonly layout: Layout;
  readonly panes: readonly PaneState[];
  readonly activePane: number;
  /** The active viewport lies over all the others, which stay as they are beneath. */
  readonly isMaximised: boolean;
  /** The id of the tool of the left button. */
  readonly tool: string;
  /** One volume is laid out along the patient's axes and as acquired. */
  readonly isMpr: boolean;
  /** Linked viewports scroll together. */
  readonly isLinked: boolean;
  readonly links: Links;
  readonly hasReferenceLines: boolean;
  readonly hasOverlay: boolean;
  readonly isPlaying: boolean;
  readonly framesPerSecond: number;
}

export const firstDesk: DeskState = {
  layout: "1x1",
  panes: Array.from({ length: 4 }, () => ({ volumeId: null, plane: "acquisition" as const })),
  activePane: 0,
  isMaximised: false,
  tool: "window",
  isMpr: false,
  isLinked: true,
  links: noLinks,
  hasReferenceLines: true,
  hasOverlay: true,
  isPlaying: false,
  framesPerSecond: 12,
};

/** The desk with a volume in a pane; out of a pane that a smaller layout hides, it goes into the active one. */
export function withVolume(desk: DeskState, pane: number, volumeId: string, plane: Plane = "acquisition"): DeskState {
  const place = pane < paneCounts[desk.layout] ? pane : desk.activePane;
  return { ...desk, activePane: place, panes: desk.panes.map((each, index) => (index === place ? { volumeId, plane } : each)) };
}

/** The desk in another layout. Empty places take the volumes that are on no place yet, in the order of the study. */
export function withLayout(desk: DeskState, layout: Layout, volumeIds: readonly string[]): DeskState {
  const count = paneCounts[layout];
  const shown = new Set(desk.panes.slice(0, count).map((pane) => pane.volumeId));
  const waiting = volumeIds.filter((id) => !shown.has(id));
  const panes = desk.panes.map((pane, index) => {
    if (index >= count || pane.volumeId !== null) return pane;
    const volumeId = waiting.shift();
    return volumeId === undefined ? pane : { volumeId, plane: "acquisition" as const };
  });
  return { ...desk, layout, panes, activePane: Math.min(desk.activePane, count - 1), isMaximised: false };
}
