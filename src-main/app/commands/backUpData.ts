import type { LogHead } from "#shared/domain/project/logChain.ts";
import type { Reader } from "#shared/domain/reader.ts";
import { backUp, restore, type Backup, type OnProgress } from "../../services/backup/index.ts";
import { createBlinding, createProjects } from "../../services/projects/index.ts";
import { createReaders } from "../../services/readers/index.ts";
import { openForReading, openStore, type Store } from "../../services/store/index.ts";
import { admit } from "./signIn.ts";

/** Who gives a command, as the command line knows it. */
export interface Asking {
  readonly as: string | undefined;
  readonly askPassphrase: (reader: Reader) => Promise<string>;
  readonly onProgress?: OnProgress;
}

/** What the log of a project in a data folder says. */
export interface ProjectState {
  readonly name: string;
  readonly head: LogHead;
  /** See verifyProject; null where all fits. */
  readonly fault: string | null;
}

/** Backs a data folder up, see backUp; while a blinded project runs in it, for its coordinator alone. */
export async function backUpData(
  dataFolder: string,
  target: string,
  { as, askPassphrase, onProgress }: Asking,
): Promise<Backup & { readonly projects: ProjectState[] }> {
  const store = openStore(dataFolder);
  try {
    await admitTo(store, as, askPassphrase);
    const backup = await backUp(store, target, onProgress);
    const copied = openForReading(target);
    try {
      return { ...backup, projects: projectsOf(copied) };
    } finally {
      copied.close();
    }
  } finally {
    store.close();
  }
}

/** Restores a data folder, see restore, with what its projects' logs say then; where a blinded project runs in it, for its coordinator alone. */
export async function restoreData(
  backup: string,
  dataFolder: string,
  { as, askPassphrase, onProgress }: Asking,
): Promise<{ readonly madeAt: string; readonly files: number; readonly projects: ProjectState[] }> {
  const within = async <Result>(folder: string, work: (store: Store) => Result | Promise<Result>): Promise<Result> => {
    const store = openStore(folder);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  };
  const restored = await restore(backup, dataFolder, {
    admit: (folder) => within(folder, (store) => admitTo(store, as, askPassphrase)),
    ...(onProgress ? { onProgress } : {}),
  });
  return { ...restored, projects: await within(dataFolder, projectsOf) };
}

async function admitTo(store: Store, as: string | undefined, askPassphrase: Asking["askPassphrase"]): Promise<void> {
  const blinding = createBlinding(store);
  await admit({ blinding, readers: createReaders(store, { everybodyNeedsPassphrase: blinding.isOn }) }, as, askPassphrase);
}

function projectsOf(store: Store): ProjectState[] {
  const projects = createProjects(store);
  return projects.list().map(({ id, name }) => {
    const { head, fault } = projects.verify(id);
    return { name, head, fault };
  });
}
