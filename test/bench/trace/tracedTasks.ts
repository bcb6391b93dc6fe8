import type { Page } from "playwright-core";

/** What a page's main thread did meanwhile, ms of its processor time. */
export interface TracedTasks {
  readonly tasks: readonly number[];
  /** Of each frame that was drawn: scripts, styles and layout. */
  readonly frames: readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when it began, how long it took on the clock, and of the thread's processor time. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What a page causes; raster and compositing are the browser's. */
const ours: ReadonlySet<string> = new Set([
  "EvaluateScript",
  "EventDispatch",
  "FireAnimationFrame",
  "FunctionCall",
  "Layout",
  "RunMicrotasks",
  "TimerFire",
  "UpdateLayoutTree",
  "XHRReadyStateChange",
]);

/** Records what a page does while `act` runs, by Chromium's own trace. */
export async function traced(page: Page, act: () => Promise<void>): Promise<TracedTasks> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const ended = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", {
    categories: "toplevel,devtools.timeline,disabled-by-default-devtools.timeline",
    transferMode: "ReportEvents",
  });
  await act();
  await session.send("Tracing.end");
  await ended;
  await session.detach();
  const main = events.find(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  if (!main) throw new Error("the trace has no main thread of a page");
  const own = events
    .filter(({ pid, tid }) => pid === main.pid && tid === main.tid)
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = own.filter(({ name, ph }) => name === "RunTask" && ph === "X").map((event) => milliseconds(event));
  const frames: number[] = [];
  let until = 0;
  let sum = 0;
  for (const event of own) {
    // What a frame is made of is handed over to be drawn.
    if (event.name === "Commit") {
      frames.push(sum);
      sum = 0;
    }
    // What lies within something that is ours is counted with it.
    if (event.ph !== "X" || !ours.has(event.name) || event.ts < until) continue;
    until = event.ts + (event.dur ?? 0);
    sum += milliseconds(event);
  }
  return { tasks, frames };
}

function milliseconds({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1000;
}
