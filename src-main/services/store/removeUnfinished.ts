import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isMarkAlive, markOfUnfinished, processMark } from "../system/index.ts";
import { systemAuthor } from "./author.ts";
import type { Store } from "./openStore.ts";

/**
 * Clears a folder at the start: what a program was working on that is gone (that of a second program on the same data folder is left to it),
 * and what the database does not know: a computation, an installation or a removal ended on its way.
 * @param isStray whether a name is one that the database would know, and does not
 */
export function removeUnfinished(store: Store, folder: string, isStray: (name: string) => boolean): void {
  if (store.isReadOnly) return;
  store.write(systemAuthor, () => {
    for (const name of readdirSync(folder)) {
      const mark = markOfUnfinished(name);
      const isUnfinished = mark !== undefined && (mark === processMark() || !isMarkAlive(mark));
      if (isUnfinished || isStray(name)) rmSync(join(folder, name), { recursive: true, force: true });
    }
  });
}
