import { randomUUID } from "node:crypto";
import { processMark } from "./processMark.ts";

/** A name, never used before, for what this process is working on beside the finished things. */
export function unfinishedName(): string {
  return `unfinished-${processMark()}-${randomUUID()}`;
}

/** The mark of the process that works on what is named so; undefined where the name is not an unfinished thing's. */
export function markOfUnfinished(name: string): string | undefined {
  return /^unfinished-(\d[^-]*)-/.exec(name)?.[1];
}
