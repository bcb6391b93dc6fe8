import type { KeptArrangement } from "#shared/api/arrangement.ts";
import { client } from "../../client/client.ts";
import { keptWindow } from "../../viewer/keptWindow.ts";
import { Observable } from "../../ui/observable.ts";
import type { Arrangement, PaneArrangement } from "./arrangement.ts";
import type { Desk } from "./desk.ts";
import { firstDesk, paneCounts } from "./deskState.ts";

/** What a remembered arrangement lays out. */
export function arrangementOfKept({ layout, panes }: KeptArrangement): Arrangement {
  return {
    layout,
    panes: firstDesk.panes.map((empty, index): PaneArrangement => {
      const kept = panes[index];
      return kept ? { volumeId: kept.volumeId, plane: kept.plane, ...(kept.window && { keptWindow: kept.window }) } : empty;
    }),
    activePane: 0,
    isMaximised: false,
  };
}

/** How the reader arranges a study, remembered for studies of its kind when it is left; not for readings, whose protocol says how they begin. */
export class ArrangementKeeper {
  /** It was opened as one of its kind was left before. */
  readonly isKnown: Observable<boolean>;
  readonly #desk: Desk;
  #before: string;

  constructor(desk: Desk, isKnown: boolean) {
    this.#desk = desk;
    this.isKnown = new Observable(isKnown);
    this.#before = JSON.stringify(this.#now());
  }

  /** Remembers the arrangement where the reader has changed it since. What cannot be remembered is arranged again the next time. */
  keep(): void {
    const now = this.#now();
    const { openCase, study } = this.#desk;
    if (openCase || JSON.stringify(now) === this.#before) return;
    this.#before = JSON.stringify(now);
    client.study.keepArrangement.mutate({ studyInstanceUid: study.studyInstanceUid, arrangement: now }).catch(() => undefined);
  }

  /** Studies of this kind are opened as at first again. Rejects where the door does not answer. */
  async forget(): Promise<void> {
    await client.study.forgetArrangement.mutate({ studyInstanceUid: this.#desk.study.studyInstanceUid });
    this.isKnown.set(false);
    this.#before = JSON.stringify(this.#now());
  }

  #now(): KeptArrangement {
    const { mpr, arrangement } = this.#desk;
    const { layout, panes } = mpr.before ?? arrangement;
    return {
      layout,
      panes: panes.slice(0, paneCounts[layout]).map(({ volumeId, plane, window, keptWindow: wanted }) => ({
        volumeId,
        plane,
        window: wanted ?? (window ? this.#windowOf(volumeId, window) : null),
      })),
    };
  }

  /** Null for the window in which the volume appears at first. */
  #windowOf(volumeId: string | null, window: NonNullable<PaneArrangement["window"]>) {
    const { windows } = this.#desk;
    const found = this.#desk.volume(volumeId);
    const first = found && windows.first(found.volume.id);
    if (!found || !first) return null;
    const rounding = first.width * 1e-3;
    if (Math.abs(first.center - window.center) < rounding && Math.abs(first.width - window.width) < rounding) return null;
    return keptWindow(window, found.series.modality, windows.known(found.volume.id));
  }
}
