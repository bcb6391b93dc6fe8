import type { Job } from "#shared/domain/job.ts";

const barWidth = 30;

/** How far something is, as a job says it. */
export type Progress = Pick<Job, "phase" | "done" | "total"> & Partial<Pick<Job, "ratePerSecond" | "secondsLeft">>;

/** One line on a terminal that says how far something is; nothing where the stream is a file or a pipe. */
export function progressBar(stream: NodeJS.WritableStream & { isTTY?: boolean }): { show(progress: Progress): void; end(): void } {
  if (!stream.isTTY) return { show: () => undefined, end: () => undefined };
  const clear = "\r\u001b[2K";
  let isShown = false;
  return {
    show: (progress) => {
      isShown = true;
      stream.write(`${clear}${lineOf(progress)}`);
    },
    end: () => {
      if (isShown) stream.write(clear);
      isShown = false;
    },
  };
}

function lineOf({ phase, done, total, ratePerSecond = null, secondsLeft = null }: Progress): string {
  if (total === null || total === 0) return `${phase} ${done > 0 ? done : ""}`.trimEnd();
  const filled = Math.min(barWidth, Math.floor((done / total) * barWidth));
  const rate = ratePerSecond === null ? "" : `  ${ratePerSecond < 10 ? ratePerSecond.toFixed(1) : Math.round(ratePerSecond)}/s`;
  const left = secondsLeft === null ? "" : `  ${durationOf(secondsLeft)} left`;
  return `${phase} [${"=".repeat(filled)}${" ".repeat(barWidth - filled)}] ${done}/${total}${rate}${left}`;
}

function durationOf(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
