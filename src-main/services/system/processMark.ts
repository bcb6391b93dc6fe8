import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process began, in words that no other process of the same number has; null where that cannot be told. Linux: field 22 of
 * /proc/<id>/stat (clock ticks since
 * the boot, proc(5)) with the boot's id. macOS: `ps -o lstart`, to the second. Windows has no way without a program of its own: null.
 */
export function processStart(processId: number): string | null {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${processId}/stat`, "latin1");
      // The name, in parentheses, may itself hold blanks and parentheses: fields are counted from its end, which is field 2.
      const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[22 - 3];
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim().slice(0, 8);
      return ticks && /^\d+$/.test(ticks) ? `${ticks}.${boot}` : null;
    }
    if (process.platform === "darwin") {
      const started = Date.parse(
        execFileSync("/bin/ps", ["-o", "lstart=", "-p", String(processId)], {
          encoding: "latin1",
          env: { LC_ALL: "C" },
          stdio: ["ignore", "pipe", "ignore"],
        }),
      );
      return Number.isNaN(started) ? null : String(started);
    }
    return null;
  } catch {
    return null;
  }
}

let own: string | undefined;

/** This process, to be written into the name of what it is working on: `<id>` or `<id>_<start>`. */
export function processMark(): string {
  if (own === undefined) {
    const start = processStart(process.pid);
    own = start === null ? String(process.pid) : `${process.pid}_${start}`;
  }
  return own;
}

/** Whether the process of a mark runs. A number that has since gone to another program is a process that ended. */
export function isMarkAlive(mark: string): boolean {
  const [processId, start = null] = mark.split("_");
  return isProcessAlive(Number(processId), start);
}

/**
 * Whether a process of this machine runs, ours or another user's.
 * @param start as processStart gave it then; null where it is not known: then any process of that number counts.
 */
export function isProcessAlive(processId: number, start: string | null): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  if (start === null) return true;
  const now = processStart(processId);
  return now === null || now === start;
}
