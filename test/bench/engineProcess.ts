import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { forkProcess } from "../../src-main/app/forkProcess.ts";
import { createServices } from "../../src-main/app/services.ts";
import { createEnginePool } from "../../src-main/services/engine/index.ts";
import { workerPath } from "../../src-main/services/jobs/index.ts";
import { engineInPool, engineOn } from "../../src-main/services/radiomics/index.ts";
import { dicomFile } from "../dicomFiles.ts";
import { by } from "../src-main/author.ts";

/**
 * What an extraction costs in a process of the engine against a thread of this one: the same segments on the same series, read, decoded and measured, in
 * turns within one run. At most 5 ms more is the aim. The start of a process, which the first extraction waits for, is printed by itself.
 */
const runs = Number(process.argv[2] ?? 20);
const folder = mkdtempSync(join(tmpdir(), "fascicle-bench-engine-"));
const dataFolder = join(folder, "data");
const services = createServices(dataFolder);

async function drawn(series: number, size: number, slices: number): Promise<string> {
  const files = join(folder, String(series));
  mkdirSync(files);
  for (let slice = 0; slice < slices; slice++) {
    const pixels = Buffer.alloc(size ** 2 * 2);
    for (let at = 0; at < size ** 2; at++) pixels.writeUInt16LE(100 + (((at + 77 * slice) * 7919) % 613), at * 2);
    const uids = {
      studyInstanceUid: `2.25.9${series}`,
      seriesInstanceUid: `2.25.10${series}`,
      sopInstanceUid: `2.25.11${series}.${slice}`,
    };
    const name = { seriesNumber: series, seriesDescription: "bench" };
    writeFileSync(join(files, `${slice}.dcm`), dicomFile({ ...uids, ...name, slice, size, pixels }));
  }
  await services.jobs.finished(services.dicomImport.start(by, [files]));
  const volume = services.volumes.describeStudy(`2.25.9${series}`).series[0]!.volumes[0]!;
  const { segmentations } = services;
  const { id } = segmentations.create(by, { volumeId: volume.id, name: "bench" });
  segmentations.addSegment(by, id, { name: "Soleus" });
  const labels = Uint8Array.from({ length: size ** 2 }, (_, at) =>
    Math.hypot((at % size) - size / 2, Math.floor(at / size) - size / 2) < size / 8 ? 1 : 0,
  );
  const inside = Array.from({ length: Math.ceil(slices / 2) }, (_, at) => ({ sliceIndex: at + Math.floor(slices / 4), labels }));
  segmentations.applyStroke(by, id, segmentations.describe(id).revision, { tool: "brush", slices: inside });
  return id;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const pool = createEnginePool({ forkProcess, modulePath: workerPath("engine"), setup: { dataFolder }, processes: 1 });
try {
  const engines = { thread: engineOn(services), process: engineInPool(pool) };
  const measure = async (where: keyof typeof engines, segmentationId: string): Promise<number> => {
    const start = performance.now();
    const context = { signal: new AbortController().signal, cancelFlag: new SharedArrayBuffer(4), progress: () => undefined };
    const { revision } = services.segmentations.describe(segmentationId);
    const request = { segmentationId, segmentNumbers: [1], settings: {}, revision, reader: "bench" };
    await engines[where].segments(request, () => undefined, context);
    return performance.now() - start;
  };
  const rows: Record<string, object> = {};
  for (const [index, [size, slices]] of (
    [
      [64, 12],
      [256, 30],
      [512, 40],
    ] as const
  ).entries()) {
    const segmentationId = await drawn(index, size, slices);
    await measure("thread", segmentationId);
    const first = await measure("process", segmentationId);
    const taken = { thread: [] as number[], process: [] as number[] };
    for (let run = 0; run < runs; run++)
      for (const where of ["thread", "process"] as const) taken[where].push(await measure(where, segmentationId));
    const [thread, process] = [median(taken.thread), median(taken.process)];
    const differences = median(taken.process.map((ms, run) => ms - taken.thread[run]!));
    const ms = (value: number) => Number(value.toFixed(1));
    rows[`${size} x ${size} x ${slices}`] = {
      "thread, ms": ms(thread),
      "process, ms": ms(process),
      "best, ms": `${ms(Math.min(...taken.thread))} / ${ms(Math.min(...taken.process))}`,
      "more, ms": ms(differences),
      ratio: Number((process / thread).toFixed(2)),
      ...(index === 0 ? { "first, with the process's start": ms(first) } : {}),
    };
  }
  console.table(rows);
} finally {
  pool.close();
  await services.close();
  rmSync(folder, { recursive: true });
}
