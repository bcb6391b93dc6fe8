import { stat } from "node:fs/promises";
import { sha256OfFile } from "../system/index.ts";

/** Originals that are handed out as files. */
export interface Originals {
  /** Whether an original has the content that was imported. Looked at when it is first asked for, and again when the file has changed since. */
  isIntact(original: { readonly path: string; readonly contentHash: string }): Promise<boolean>;
}

const mostRemembered = 100_000;

/** Makes the memory of which originals were found intact in this run. */
export function createOriginals(): Originals {
  const intact = new Map<string, string>();
  return {
    isIntact: async ({ path, contentHash }) => {
      try {
        const { size, mtimeMs, ctimeMs, ino } = await stat(path);
        const state = `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
        if (intact.get(contentHash) === state) return true;
        if ((await sha256OfFile(path)) !== contentHash) return false;
        if (intact.size >= mostRemembered) intact.clear();
        intact.set(contentHash, state);
        return true;
      } catch {
        return false;
      }
    },
  };
}
