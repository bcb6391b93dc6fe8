import { scoreColumns } from "#shared/domain/agreement/scoreColumns.ts";
import type { FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import type { ConsensusOfDrawing, RoleAgreement } from "#shared/api/agreement.ts";
import { consensusMethods, type ConsensusMethod } from "#shared/statistics/overlap/consensusMask.ts";
import type { EnginePool, TaskContext } from "../engine/index.ts";
import type { LockedReadings, Projects } from "../projects/index.ts";
import type { Author, Store } from "../store/index.ts";
import { agreementResults, type AgreementResults } from "./agreementResults.ts";
import { consensusDrawings, consensusLabels, type ConsensusLabels, type DrawnSeries } from "./consensusDrawings.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { agreementFiles, type AgreementFiles } from "./report/agreementFiles.ts";
import { withPictures, type AgreementArchive } from "./report/withPictures.ts";
import { createMeasuredDrawings } from "./measuredDrawings.ts";

/** Where agreement is computed: in a process of the engine, or in the one that asks. */
export interface AgreementEngine {
  /** See Agreement.results. */
  results(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementResults>;
  /** See Agreement.report. */
  report(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementFiles>;
  /** See Agreement.archive. */
  archive(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementArchive>;
  /** See consensusDrawings. */
  consensus(by: Author, projectId: string, method: ConsensusMethod): Promise<ConsensusOfDrawing[]>;
  /** See consensusLabels. */
  consensusLabels(by: Author, projectId: string, series: DrawnSeries, method: ConsensusMethod): Promise<ConsensusLabels>;
}

/** Computes in this process. */
export function agreementOn({
  store,
  locked,
  projects,
  ...sources
}: DrawingSources & {
  readonly store: Store;
  readonly locked: LockedReadings;
  readonly projects: Pick<Projects, "log">;
}): AgreementEngine {
  const drawings = createMeasuredDrawings(store);
  const results: AgreementEngine["results"] = async (by, projectId, signal) => {
    const study = locked.of(by, projectId);
    return agreementResults(sources, study, { tables: drawings.tablesOf(study), featuresHash: drawings.featuresHash(study) }, signal);
  };
  const report: AgreementEngine["report"] = async (by, projectId, signal) => {
    const own = await results(by, projectId, signal);
    const consensus: ConsensusOfDrawing[] = [];
    for (const method of consensusMethods) consensus.push(...(await consensusDrawings(sources, own.study, method, signal)));
    return agreementFiles(own, consensus, projects.log(by, projectId), store.now());
  };
  return {
    results,
    report,
    archive: async (by, projectId, signal) => withPictures(await report(by, projectId, signal), signal),
    consensus: async (by, projectId, method) => consensusDrawings(sources, locked.of(by, projectId), method),
    consensusLabels: async (by, projectId, series, method) => consensusLabels(sources, locked.of(by, projectId), series, method),
  };
}

/** What is sent of results that is long, so many at a time: the place of its table or role, and what follows there. */
type Part = { readonly at: number } & ({ readonly rows: FeatureTable["rows"] } | { readonly features: RoleAgreement["features"] });
const rowsAtATime = 25;
const featuresAtATime = 50;

interface Asked {
  readonly by: Author;
  readonly projectId: string;
}

/** The tasks of a process of the engine, by the names that agreementInPool calls them by. */
export function agreementTasks(engine: AgreementEngine) {
  return {
    consensus: ({ by, projectId, method }: Asked & { readonly method: ConsensusMethod }) => engine.consensus(by, projectId, method),
    consensusLabels: ({ by, projectId, series, method }: Asked & { readonly series: DrawnSeries; readonly method: ConsensusMethod }) =>
      engine.consensusLabels(by, projectId, series, method),
    agreementReport: ({ by, projectId }: Asked, { signal }: TaskContext) => engine.report(by, projectId, signal),
    agreementArchive: ({ by, projectId }: Asked, { signal }: TaskContext) => engine.archive(by, projectId, signal),
    agreement: async ({ by, projectId }: Asked, { signal, part }: TaskContext) => {
      const { columns: _functions, tables, roles, ...rest } = await engine.results(by, projectId, signal);
      const send = (value: Part) => part(value);
      tables.forEach(({ rows }, at) => inParts(rows, rowsAtATime, (own) => send({ at, rows: own })));
      roles.forEach(({ features }, at) => inParts(features, featuresAtATime, (own) => send({ at, features: own })));
      return {
        ...rest,
        tables: tables.map((table) => ({ ...table, rows: [] })),
        roles: roles.map((role) => ({ ...role, features: [] })),
      };
    },
  };
}

/** Has a process of the engine compute: the thread that answers the door only takes what came out of it. */
export function agreementInPool(pool: EnginePool): AgreementEngine {
  const asked = (by: Author, projectId: string): Asked => ({ by: { readerId: by.readerId, name: by.name }, projectId });
  const what = "the agreement of a project";
  return {
    consensus: async (by, projectId, method) =>
      (await pool.run("consensus", { ...asked(by, projectId), method }, { what, first: true })) as ConsensusOfDrawing[],
    consensusLabels: async (by, projectId, series, method) =>
      (await pool.run("consensusLabels", { ...asked(by, projectId), series, method }, { what, first: true })) as ConsensusLabels,
    report: async (by, projectId, signal) =>
      (await pool.run("agreementReport", asked(by, projectId), { what, first: true, signal })) as AgreementFiles,
    archive: async (by, projectId, signal) =>
      (await pool.run("agreementArchive", asked(by, projectId), { what, first: true, signal })) as AgreementArchive,
    results: async (by, projectId, signal) => {
      const rows = new Map<number, FeatureTable["rows"][number][]>();
      const features = new Map<number, RoleAgreement["features"][number][]>();
      const rest = (await pool.run("agreement", asked(by, projectId), {
        what,
        first: true,
        signal,
        onPart: (value) => {
          const part = value as Part;
          if ("rows" in part) rows.set(part.at, [...(rows.get(part.at) ?? []), ...part.rows]);
          else features.set(part.at, [...(features.get(part.at) ?? []), ...part.features]);
        },
      })) as Omit<AgreementResults, "columns">;
      return {
        ...rest,
        columns: scoreColumns(rest.study.protocol),
        tables: rest.tables.map((table, at) => ({ ...table, rows: rows.get(at) ?? [] })),
        roles: rest.roles.map((role, at) => ({ ...role, features: features.get(at) ?? [] })),
      };
    },
  };
}

function inParts<Item>(items: readonly Item[], count: number, take: (part: readonly Item[]) => void): void {
  for (let from = 0; from < items.length; from += count) take(items.slice(from, from + count));
}
