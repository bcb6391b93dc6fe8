import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { EnginePool } from "../engine/index.ts";
import { createRowExtractor, type CaseTask, type ExtractedRows, type RowSetup } from "./extractRows.ts";

/** A process has so many cases: one that it measures and one whose files it reads meanwhile. */
export const casesAhead = 2;

/**
 * Extracts cases in the processes of a pool, `inWork` of them begun and not kept at a time, in their order; `keep` is called with each as it is finished,
 * in whatever order, one at a time. A case that ends its process has failed, and the others go on. Throws what `keep` throws; nothing more is then begun.
 */
export async function extractInPool<Item extends CaseTask>(
  items: readonly Item[],
  { pool, setup, inWork }: { pool: EnginePool; setup: RowSetup; inWork: number },
  keep: (item: Item, extracted: ExtractedRows) => Promise<void>,
): Promise<void> {
  const here = createRowExtractor(setup);
  const open = items.values();
  let kept: Promise<void> = Promise.resolve();
  let isStopped = false;
  const extract = async ({ files, cells, asked }: Item): Promise<ExtractedRows> => {
    const task: CaseTask = { files, cells, asked };
    try {
      return (await pool.run("case", task, { what: `${basename(files.maskPath)} on ${basename(files.imagePath)}` })) as ExtractedRows;
    } catch (error) {
      if (error instanceof PlainError) return here.failed(task, error.message);
      throw error;
    }
  };
  const lane = async () => {
    for (const item of open) {
      if (isStopped) return;
      const extracted = await extract(item);
      const mine = kept.then(() => keep(item, extracted));
      kept = mine;
      // A slow disk holds the processes up: no more is begun before this is kept.
      await mine;
    }
  };
  try {
    await Promise.all(Array.from({ length: inWork }, lane));
  } finally {
    isStopped = true;
  }
}
