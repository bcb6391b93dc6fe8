import { closeSync, copyFileSync, fsyncSync, globSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { ImportResult } from "#shared/api/import.ts";
import { createApp } from "../../src-main/app/createApp.ts";
import { writeDicomFiles } from "../dicomFiles.ts";
import { by } from "../src-main/author.ts";

/**
 * Imports 10,000 generated single-frame files (256 x 256, 16 bit) into an empty data folder, as the door does, and prints the files a second,
 * the same for a plain copy with a sync of each file in the same run, and the longest time this thread was blocked meanwhile.
 */
const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), "fascicle-bench-import-"));
try {
  const source = writeDicomFiles(join(folder, "source"), count, 256);
  const files = globSync("**/*.dcm", { cwd: source });

  // Copies stay until the end: removing them would keep the disk busy during the next measurement.
  const copyPerSecond = (name: string) => {
    const target = join(folder, name);
    mkdirSync(target);
    const start = performance.now();
    for (const [index, file] of files.entries()) {
      const copy = join(target, `${index}.dcm`);
      copyFileSync(join(source, file), copy);
      const handle = openSync(copy, "r+");
      fsyncSync(handle);
      closeSync(handle);
    }
    return (files.length / (performance.now() - start)) * 1000;
  };

  const copied = copyPerSecond("copy before");
  const app = createApp({ dataFolder: join(folder, "data"), host: { name: "cli" } });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const jobId = app.services.dicomImport.start(by, [source]);
  let readAfter = 0;
  for await (const job of app.services.jobs.watch(jobId))
    if (job.phase === "reading files" && job.done === files.length) readAfter ||= performance.now() - start;
  const elapsed = performance.now() - start;
  delay.disable();
  const job = app.services.jobs.get(jobId);
  const result = job.result as ImportResult | null;
  await app.close();
  if (job.state !== "succeeded" || result?.instances !== files.length)
    throw new Error(`the import ${job.state}: ${job.error ?? JSON.stringify(result)}`);

  const imported = (files.length / elapsed) * 1000;
  const copiedAgain = copyPerSecond("copy after");
  const plain = (copied + copiedAgain) / 2;
  console.log(`files                            ${files.length} of 256 x 256, 16 bit`);
  console.log(
    `import, volumes included         ${imported.toFixed(0)} files/s (${(elapsed / 1000).toFixed(2)} s; files read after ${(readAfter / 1000).toFixed(2)} s)`,
  );
  console.log(
    `plain copy with sync of each     ${plain.toFixed(0)} files/s (before ${copied.toFixed(0)}, after ${copiedAgain.toFixed(0)})`,
  );
  console.log(`ratio                            ${((imported / plain) * 100).toFixed(0)} % (aim: at least 60 %)`);
  console.log(`longest block of the door        ${(delay.max / 1e6).toFixed(1)} ms (aim: at most 50 ms)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
