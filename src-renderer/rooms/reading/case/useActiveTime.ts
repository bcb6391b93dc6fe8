import { useEffect, useState } from "react";
import { client } from "../../../client/client.ts";
import { ActiveTime } from "./activeTime.ts";

const everyMs = 30_000;
const longestMs = 3_600_000;
const acts = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

interface ActiveTimer {
  /** Adds what was counted up to now. */
  readonly send: () => Promise<void>;
  /** The reading is submitted: nothing more is added. */
  readonly end: () => void;
}

/**
 * Counts the active time at the desk of a reading and adds it to the reading every 30 s, and when the desk is left; of a reading that was
 * submitted before nothing.
 */
export function useActiveTime(readingId: string, idleAfterSeconds: number, isCounted: boolean): ActiveTimer {
  const [{ time, send, end }] = useState(() => {
    let isOver = !isCounted;
    const counted = new ActiveTime(idleAfterSeconds * 1000, performance.now());
    const sending = async () => {
      const activeMs = Math.min(longestMs, counted.take(performance.now()));
      if (isOver || activeMs === 0) return;
      // What does not arrive is added the next time.
      await client.reading.addActive.mutate({ readingId, activeMs }).catch(() => counted.putBack(activeMs));
    };
    const ending = () => {
      isOver = true;
    };
    return { time: counted, send: sending, end: ending };
  });
  useEffect(() => {
    const onAct = () => time.act(performance.now());
    const onHidden = () => {
      if (document.visibilityState === "hidden") void send();
    };
    const timer = window.setInterval(() => void send(), everyMs);
    for (const act of acts) window.addEventListener(act, onAct, { capture: true, passive: true });
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      window.clearInterval(timer);
      void send();
      for (const act of acts) window.removeEventListener(act, onAct, { capture: true });
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, [time, send]);
  return { send, end };
}
