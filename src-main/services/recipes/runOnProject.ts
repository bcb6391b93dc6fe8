import { PlainError } from "#shared/domain/plainError.ts";
import type { JobContext } from "../jobs/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { Preparer, ResolvedInput } from "./prepareImages.ts";
import type { RunCaseRow, RunRow, RunTables } from "./runTables.ts";

interface Parts {
  readonly store: Store;
  readonly runs: RunTables;
  readonly preparer: Pick<Preparer, "prepare">;
  /** Throws PlainError where the case has no images for the recipe. */
  readonly inputsOf: (by: Author, run: RunRow, code: string) => Readonly<Record<string, ResolvedInput>>;
  /** At most so many cases of all runs at once. */
  readonly limited: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/**
 * Prepares the cases of a run that are not done yet, several at once. A case that fails is kept with its words, and the others go on; each is kept as soon as
 * it is done, so that after a kill only what was under way is lost. Throws the signal's reason where it is aborted.
 */
export async function runOnCases(
  { store, runs, preparer, inputsOf, limited }: Parts,
  by: Author,
  run: RunRow,
  context: JobContext,
): Promise<void> {
  const all = runs.cases(run.id);
  const open = all.filter(({ state }) => state !== "done");
  let done = all.length - open.length;
  const tell = () => context.progress({ phase: "preparing cases", done, total: all.length });
  tell();
  const work = async (one: RunCaseRow): Promise<void> => {
    if (context.signal.aborted) return;
    // What is found out of a case, its own progress, is too much for the list of jobs.
    const quiet = { signal: context.signal, progress: () => undefined };
    const keep = (row: Pick<RunCaseRow, "state" | "words" | "outcomeId">) =>
      store.write(by, (write) => runs.setCase(write, run.id, { caseId: one.caseId, ...row }));
    try {
      const outcomeId = await preparer.prepare(by, run.recipe, { inputs: inputsOf(by, run, one.code) }, quiet);
      keep({ state: "done", words: null, outcomeId });
    } catch (error) {
      if (context.signal.aborted) return;
      if (!(error instanceof PlainError)) {
        keep({
          state: "failed",
          words: "Something unexpected went wrong. Try again; where it happens again, report it with the recipe.",
          outcomeId: null,
        });
      } else keep({ state: "failed", words: error.message, outcomeId: null });
    }
    done += 1;
    tell();
  };
  await Promise.all(open.map((one) => limited(() => work(one))));
  context.signal.throwIfAborted();
}
