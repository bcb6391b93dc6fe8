import { listedJob, type Job, type ListedJob } from "#shared/domain/job.ts";
import { systemAuthor, type Store } from "../store/index.ts";
import { isProcessAlive, processStart } from "../system/index.ts";

interface Row {
  id: string;
  kind: string;
  title: string;
  state: Job["state"];
  phase: string;
  done: number;
  total: number | null;
  error: string | null;
  result: string | null;
  created_at: string;
  finished_at: string | null;
}

/** The table of jobs. It is the program's own bookkeeping; what a job makes is written by the reader who started it. */
export function createJobTable(store: Store) {
  const { database } = store;
  const insert = database.prepare(
    "INSERT INTO job (id, kind, title, state, phase, done, total, error, result, process_id, process_start, created_at, finished_at) " +
      "VALUES (:id, :kind, :title, :state, :phase, :done, :total, :error, :result, :processId, :processStart, :createdAt, :finishedAt)",
  );
  const update = database.prepare(
    "UPDATE job SET state = :state, phase = :phase, done = :done, total = :total, error = :error, result = :result, finished_at = :finishedAt WHERE id = :id",
  );
  const list = database.prepare<[], Omit<Row, "result"> & { has_result: number }>(
    "SELECT id, kind, title, state, phase, done, total, error, result IS NOT NULL AS has_result, created_at, finished_at FROM job ORDER " +
      "BY created_at DESC LIMIT 200",
  );
  const ownStart = processStart(process.pid);
  const bind = (job: Job) => ({
    id: job.id,
    kind: job.kind,
    title: job.title,
    state: job.state,
    phase: job.phase,
    done: job.done,
    total: job.total,
    error: job.error,
    result: job.result === null || job.result === undefined ? null : JSON.stringify(job.result),
    createdAt: job.createdAt,
    finishedAt: job.finishedAt,
  });
  const read = (row: Row): Job => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    place: null,
    phase: row.phase,
    done: row.done,
    total: row.total,
    ratePerSecond: null,
    secondsLeft: null,
    error: row.error,
    result: row.result === null ? null : JSON.parse(row.result),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  });
  return {
    insert: (job: Job) =>
      store.write(systemAuthor, () => void insert.run({ ...bind(job), processId: process.pid, processStart: ownStart })),
    update: (job: Job) => {
      const { id, state, phase, done, total, error, result, finishedAt } = bind(job);
      store.write(systemAuthor, () => update.run({ id, state, phase, done, total, error, result, finishedAt }));
    },
    find: (id: string): Job | undefined => {
      const row = database.prepare<[string], Row>("SELECT * FROM job WHERE id = ?").get(id);
      return row && read(row);
    },
    /** Results are not read: a list is asked for every few seconds. */
    list: (): ListedJob[] => list.all().map((row) => ({ ...listedJob(read({ ...row, result: null })), hasResult: row.has_result === 1 })),
    /** Jobs of a process that is gone, even where another program has its number now. Those of one that lives (a second program on the same folder) go on. */
    markInterrupted: () => {
      const mark = database.prepare(
        "UPDATE job SET state = 'interrupted', error = 'The program ended before this was finished.', finished_at = ? WHERE id = ?",
      );
      const unfinished = database
        .prepare<[], { id: string; process_id: number; process_start: string | null }>(
          "SELECT id, process_id, process_start FROM job WHERE state IN ('queued', 'running')",
        )
        .all();
      const ended = unfinished.filter(
        ({ process_id, process_start }) => process_id === process.pid || !isProcessAlive(process_id, process_start),
      );
      if (ended.length > 0) store.write(systemAuthor, ({ at }) => ended.forEach(({ id }) => mark.run(at, id)));
    },
  };
}
