import type { Job } from "#shared/domain/job.ts";
import type { Store } from "../store/index.ts";
import { isProcessAlive } from "../system/index.ts";

interface Row {
  id: string; kind: string; title: string; state: Job["state"]; phase: string; done: number; total: number | null;
  error: string | null; result: string | null; created_at: string; finished_at: string | null;
}

/** The table of jobs. */
export function createJobTable({ database }: Store) {
  const insert = database.prepare(
    "INSERT INTO job (id, kind, title, state, phase, done, total, error, result, process_id, created_at, finished_at) VALUES (:id, :kind, :title, :state, :phase, :done, :total, :error, :result, :processId, :createdAt, :finishedAt)",
  );
  const update = database.prepare(
    "UPDATE job SET state = :state, phase = :phase, done = :done, total = :total, error = :error, result = :result, finished_at = :finishedAt WHERE id = :id",
  );
  const bind = (job: Job) => ({
    id: job.id, kind: job.kind, title: job.title, state: job.state, phase: job.phase, done: job.done, total: job.total, error: job.error,
    result: job.result === null || job.result === undefined ? null : JSON.stringify(job.result), createdAt: job.createdAt, finishedAt: job.finishedAt,
  });
  const read = (row: Row): Job => ({
    id: row.id, kind: row.kind, title: row.title, state: row.state, phase: row.phase, done: row.done, total: row.total,
    ratePerSecond: null, secondsLeft: null, error: row.error, result: row.result === null ? null : JSON.parse(row.result),
    createdAt: row.created_at, finishedAt: row.finished_at,
  });
  return {
    insert: (job: Job) => void insert.run({ ...bind(job), processId: process.pid }),
    update: (job: Job) => {
      const { id, state, phase, done, total, error, result, finishedAt } = bind(job);
      update.run({ id, state, phase, done, total, error, result, finishedAt });
    },
    find: (id: string): Job | undefined => {
      const row = database.prepare<[string], Row>("SELECT * FROM job WHERE id = ?").get(id);
      return row && read(row);
    },
    list: (): Job[] => database.prepare<[], Row>("SELECT * FROM job ORDER BY created_at DESC LIMIT 200").all().map(read),
    /** Jobs of a process that is gone. Those of one that lives (a second program on the same folder) go on. */
    markInterrupted: () => {
      const mark = database.prepare("UPDATE job SET state = 'interrupted', error = 'The program ended before this was finished.', finished_at = ? WHERE id = ?");
      const unfinished = database.prepare<[], { id: string; process_id: number }>("SELECT id, process_id FROM job WHERE state IN ('queued', 'running')").all();
      for (const { id, process_id } of unfinished) {
        if (process_id === process.pid || !isProcessAlive(process_id)) mark.run(new Date().toISOString(), id);
      }
    },
  };
}
