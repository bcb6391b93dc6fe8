import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import type { Store } from "../store/index.ts";
import { isMarkAlive, markOfUnfinished } from "../system/index.ts";

/**
 * Work of programs that ended before they could clear up: copies on their way in, bundles and maps that were never kept. Mends by removing
 * it, as every start does.
 */
export function checkLeftovers({ dataFolder }: Store, { repair }: CheckOptions): Checked {
  const findings: Finding[] = [];
  for (const [folder, markOf] of [
    ["incoming", (name: string) => /^(\d[^-]*)-/.exec(name)?.[1]],
    ["models", markOfUnfinished],
    ["maps", markOfUnfinished],
  ] as const) {
    if (!existsSync(join(dataFolder, folder))) continue;
    for (const name of readdirSync(join(dataFolder, folder))) {
      const mark = markOf(name);
      if (mark === undefined || isMarkAlive(mark)) continue;
      if (repair) rmSync(join(dataFolder, folder, name), { recursive: true, force: true });
      findings.push({
        area: "leftover",
        name: `${folder}/${name}`,
        problem: "left by a program that ended on its way",
        mended: repair,
        action: repair ? "It was removed." : "--repair removes it; so does the next start.",
      });
    }
  }
  return { count: 0, findings };
}
