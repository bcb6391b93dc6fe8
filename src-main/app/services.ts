import { createJobs, type Jobs } from "../services/jobs/index.ts";
import { openStore, type Store } from "../services/store/index.ts";

/** Everything the door can ask for. */
export interface Services {
  readonly store: Store;
  readonly jobs: Jobs;
}

/** Opens a data folder and makes the services on it; `close` ends them in the opposite order. */
export function createServices(dataFolder: string): Services & { close(): Promise<void> } {
  const store = openStore(dataFolder);
  const jobs = createJobs(store);
  return {
    store,
    jobs,
    close: async () => {
      await jobs.close();
      store.close();
    },
  };
}
