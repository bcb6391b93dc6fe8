import { existsSync, mkdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type {
  InstalledNetwork,
  ListedNetwork,
  NetworkCheck,
  NetworkInstallResult,
  NetworkOutcome,
  NetworkPlan,
  NetworkRunRequest,
  NetworkTableRequest,
  NetworkTableResult,
} from "#shared/api/network.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../jobs/index.ts";
import type { OpenedBundle2, RunOptions } from "../models/index.ts";
import { removeUnfinished, type Author, type Write } from "../store/index.ts";
import { syncFolder, unfinishedName } from "../system/index.ts";
import { checkOnMachine, refuseWrongGolden } from "./checkOnMachine.ts";
import { hasIntactFiles } from "./intactFiles.ts";
import { createNetworkTable } from "./networkTable.ts";
import { networkFolder, networksFolder } from "./networkFolder.ts";
import { planRun, prepareOnStudy, runOnStudy, type RunParts } from "./runOnStudy.ts";
import { readTableRows, runOnTable } from "./runOnTable.ts";
import { stageNetwork } from "./stageNetwork.ts";

/** The installed networks: bundles of format 2. */
export interface Networks {
  /**
   * Installs a bundle's folder: copied, checked, its golden cases run on this machine, then kept under its hash. Installing the same again puts its files
   * right where they are damaged or gone. Throws PlainError, naming file and field, where it is refused, or where other content is installed under its name
   * and version.
   */
  install(by: Author, path: string, options?: RunOptions): Promise<NetworkInstallResult>;
  /** The same as a job. `afterwards` runs at its end, however it ends. */
  startInstall(by: Author, path: string, afterwards?: () => Promise<void> | void): string;
  list(): ListedNetwork[];
  /** Throws PlainError where there is no such network. */
  describe(networkId: string): InstalledNetwork;
  /** As it lies in the data folder. */
  open(networkId: string): OpenedBundle2;
  /** Compares its files with their hashes and runs its golden cases on this machine, as a job whose result is the NetworkCheck, which is kept. */
  startCheck(by: Author, networkId: string): string;
  /** What a run would take. Throws PlainError where there is no such network. */
  plan(request: NetworkRunRequest, signal?: AbortSignal): Promise<NetworkPlan>;
  /** Runs a network on volumes of a study, as a job whose result is a NetworkOutcome. */
  startRun(by: Author, request: NetworkRunRequest): string;
  /**
   * Runs a network that sees no images on each row of a table, as a job whose result is a NetworkTableResult; of the rows nothing is kept. Throws PlainError,
   * naming file, row and column, where the table does not fit, and where the network sees images.
   */
  startTable(request: NetworkTableRequest): string;
  /** The images as the networks would see them. */
  prepare(request: NetworkRunRequest, signal?: AbortSignal): ReturnType<typeof prepareOnStudy>;
  /** Takes a network away. What it drew or said stays. Throws PlainError while a job of this program runs it. */
  remove(by: Author, networkId: string): Promise<void>;
}

/** Makes the networks of one store. What an earlier run left unfinished is removed. */
export function createNetworks({ jobs, ...parts }: RunParts & { readonly jobs: Jobs }): Networks {
  const { store, inference } = parts;
  const table = createNetworkTable(store);
  const root = networksFolder(store);
  const folderOf = (bundleHash: string) => networkFolder(store, bundleHash);
  if (existsSync(root)) removeUnfinished(store, root, (name) => !table.hasHash(name) && /^[0-9a-f]{64}$/.test(name));

  const describe = (networkId: string): InstalledNetwork => {
    const network = table.find(networkId);
    if (!network) throw new PlainError("This network is not installed (any more). Choose another, or install it again.");
    return network;
  };
  const open = (networkId: string): OpenedBundle2 => {
    const { bundle, bundleHash } = describe(networkId);
    const folder = folderOf(bundleHash);
    if (!existsSync(join(folder, "bundle.json")))
      throw new PlainError(`The files of ${bundle.name} ${bundle.version} are gone from the data folder. Install the same bundle again.`);
    return { bundle, folder };
  };

  /** Networks whose files are read now, by how many jobs. */
  const inUse = new Map<string, number>();
  const using = async <Result>(networkId: string, work: () => Promise<Result>): Promise<Result> => {
    inUse.set(networkId, (inUse.get(networkId) ?? 0) + 1);
    try {
      return await work();
    } finally {
      inUse.set(networkId, inUse.get(networkId)! - 1);
    }
  };

  const toRun = (request: NetworkRunRequest) => ({ network: describe(request.networkId), opened: open(request.networkId), request });

  /** Folder and row come together: under the database's lock, so that another program at its start does not take the folder for a leftover. */
  const keep = (write: Write, staging: string, network: InstalledNetwork, isIntact: boolean): NetworkInstallResult => {
    const { id, bundle, bundleHash, check } = network;
    const present = table.find(id);
    const namesake = table.findVersion(bundle.name, bundle.version);
    if (namesake && namesake.id !== id)
      throw new PlainError(
        `Another bundle is installed as ${bundle.name} ${bundle.version}, with other content. Remove that one first, or ask the authors for a bundle ` +
          `with a version of its own.`,
      );
    if (present) table.setCheck(write, id, check);
    else table.insert(write, network);
    if (present && isIntact) return { ...present, check };
    // Out of the way by a rename: at no moment is there half a bundle under this name.
    if (existsSync(folderOf(bundleHash))) renameSync(folderOf(bundleHash), `${staging}-replaced`);
    renameSync(staging, folderOf(bundleHash));
    syncFolder(root);
    return present ? { ...present, check, restored: true } : network;
  };

  const install = async (by: Author, path: string, options: RunOptions = {}): Promise<NetworkInstallResult> => {
    if (store.isReadOnly) throw new PlainError("The data folder may only be read: no network can be installed in it.");
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const staging = join(root, unfinishedName());
    try {
      const { bundleHash, ...staged } = await stageNetwork(path, staging, options.signal);
      const check = await checkOnMachine(inference, staged, store.now(), options);
      refuseWrongGolden(staged, check);
      const isIntact = await hasIntactFiles({ ...staged, folder: folderOf(bundleHash) }, bundleHash);
      const network = { id: bundleHash.slice(0, 16), bundle: staged.bundle, bundleHash, installedAt: store.now(), check };
      return store.write(by, (write) => keep(write, staging, network, isIntact));
    } finally {
      for (const leftover of [staging, `${staging}-replaced`]) await rm(leftover, { recursive: true, force: true });
    }
  };

  return {
    install,
    startInstall: (by, path, afterwards) =>
      jobs.start({
        kind: "network.install",
        lane: "inference",
        discard: async () => afterwards?.(),
        title: "Installing a network",
        run: async ({ signal, progress }) => {
          progress({ phase: "checking the bundle and running its golden cases" });
          try {
            return await install(by, path, { signal, onProgress: (done, total) => progress({ done, total }) });
          } finally {
            await afterwards?.();
          }
        },
      }),
    list: () => table.list().map((each) => ({ ...each, folder: folderOf(each.bundleHash) })),
    describe,
    open,
    startCheck: (by, networkId) => {
      describe(networkId);
      return jobs.start<NetworkCheck>({
        kind: "network.check",
        lane: "inference",
        title: "Checking a network on this machine",
        run: async ({ signal, progress }) => {
          progress({ phase: "running the golden cases" });
          const options = { signal, onProgress: (done: number, total: number) => progress({ done, total }) };
          const check = await using(networkId, () => checkOnMachine(inference, open(networkId), store.now(), options));
          if (!store.isReadOnly) store.write(by, (write) => table.setCheck(write, networkId, check));
          return check;
        },
      });
    },
    plan: (request, signal) => planRun(parts, toRun(request), signal),
    startRun: (by, request) => {
      const { network } = toRun(request);
      return jobs.start<NetworkOutcome>({
        kind: "network.run",
        lane: "inference",
        title: `Running ${network.bundle.name}`,
        run: async ({ signal, progress }) => {
          if (store.isReadOnly)
            throw new PlainError("The data folder may only be read: what a network draws or says cannot be kept in it.");
          progress({ phase: "reading the images" });
          const onProgress = (done: number, total: number) => progress({ phase: "running the network", done, total });
          return using(request.networkId, () => runOnStudy(parts, by, toRun(request), { signal, onProgress }));
        },
      });
    },
    startTable: ({ networkId, file }) => {
      const { bundle, bundleHash } = describe(networkId);
      const opened = open(networkId);
      const rows = readTableRows(opened, file);
      return jobs.start<NetworkTableResult>({
        kind: "network.table",
        lane: "inference",
        title: `Running ${bundle.name} on a table`,
        run: ({ signal, progress }) => {
          progress({ phase: "running the network", done: 0, total: rows.length });
          const onRow = (done: number) => progress({ done, total: rows.length });
          return using(networkId, () => runOnTable(inference, { opened, bundleHash, rows }, { signal, onRow }));
        },
        kept: ({ scored }) => ({ rows: scored.rows.length }),
      });
    },
    prepare: (request, signal) => prepareOnStudy(parts, toRun(request), signal),
    remove: async (by, networkId) => {
      const { bundle, bundleHash } = describe(networkId);
      if ((inUse.get(networkId) ?? 0) > 0)
        throw new PlainError(
          `${bundle.name} ${bundle.version} is being run now. Wait until it has ended, or cancel it in the list of jobs.`,
        );
      store.write(by, (write) => table.remove(write, networkId));
      await rm(folderOf(bundleHash), { recursive: true, force: true });
    },
  };
}
