import type {
  ComparedValues,
  DifferencesInShort,
  DrawingsInShort,
  FeatureOverview,
  ReadingPair,
  RoleFeatures,
  ScoreDetails,
  ScoresInShort,
} from "#shared/api/agreement.ts";
import { scoreColumns } from "#shared/domain/agreement/scoreColumns.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { LockedReadings } from "../../projects/index.ts";
import type { Author } from "../../store/index.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { scoreHeatMaps, type ScoreHeatMap } from "../scoreHeatMaps.ts";
import { drawingsInShort, readingPair, type PairSources } from "./drawingViews.ts";
import { featureDetails, featureOverview, roleFeatures } from "./featureViews.ts";
import { differencesInShort, scoreDetails, scoresInShort } from "./scoreViews.ts";

/** A region and role of the protocol, by their ids. */
export interface RegionAndRole {
  readonly region: string;
  readonly role: string;
}
/** The features of a region and role: of whole drawings, or of a part of them by its partKey. */
export interface MeasuredPart extends RegionAndRole {
  readonly part?: string | undefined;
}

/** The results as the window asks for them, part by part. Every method throws PlainError as Agreement.results does. */
export interface AgreementRoom {
  featureOverview(by: Author, projectId: string): Promise<FeatureOverview>;
  roleFeatures(by: Author, projectId: string, of: MeasuredPart): Promise<RoleFeatures>;
  /** Throws PlainError where there is no such feature. */
  feature(by: Author, projectId: string, of: MeasuredPart, feature: string): Promise<ComparedValues>;
  scores(by: Author, projectId: string): Promise<ScoresInShort>;
  /** A column of the forms, by its key. Throws PlainError where there is none. */
  score(by: Author, projectId: string, key: string): Promise<ScoreDetails>;
  heatMaps(by: Author, projectId: string, source: { readonly readerNumber: number; readonly pass: number }): Promise<ScoreHeatMap[]>;
  /** Of one comparison, by its comparisonKey. */
  drawings(by: Author, projectId: string, comparison: string): Promise<DrawingsInShort>;
  /** What two readings drew on one image. Throws PlainError where one of them drew nothing there. */
  pair(
    by: Author,
    projectId: string,
    asked: RegionAndRole & { readonly comparison: string; readonly caseCode: string },
  ): Promise<ReadingPair>;
  differences(by: Author, projectId: string): Promise<DifferencesInShort[]>;
}

/** Answers the window from the results of a study, which `resultsOf` keeps. */
export function createAgreementRoom(
  { locked, ...sources }: PairSources & { readonly locked: Pick<LockedReadings, "of" | "ready"> },
  resultsOf: (by: Author, projectId: string) => Promise<AgreementResults>,
): AgreementRoom {
  const roleOf = ({ roles, tables }: AgreementResults, { region, role, part = "" }: MeasuredPart) => {
    const at = roles.findIndex((each) => each.region === region && each.role === role && partKey(each.part) === part);
    if (at < 0) throw new PlainError("There are no features of this region and series any more: extract them.");
    return { role: roles[at]!, table: tables[at]! };
  };
  return {
    featureOverview: async (by, projectId) => {
      const { roles, study } = await resultsOf(by, projectId);
      return featureOverview(roles, study.protocol);
    },
    roleFeatures: async (by, projectId, of) => {
      const results = await resultsOf(by, projectId);
      return roleFeatures(roleOf(results, of).role, results.study.protocol.agreement);
    },
    feature: async (by, projectId, of, feature) => {
      const results = await resultsOf(by, projectId);
      const { role, table } = roleOf(results, of);
      const at = table.names.indexOf(feature);
      if (at < 0) throw new PlainError(`There is no feature “${feature}” of this region and series.`);
      return featureDetails(role, table, at, results.study.protocol.agreement);
    },
    scores: async (by, projectId) => {
      const { study, columns, scores } = await resultsOf(by, projectId);
      return scoresInShort(study, columns, scores);
    },
    score: async (by, projectId, key) => {
      const { study, columns, scores } = await resultsOf(by, projectId);
      const at = columns.findIndex((column) => column.key === key);
      if (at < 0) throw new PlainError("The forms have no such field any more.");
      return scoreDetails(study, columns[at]!, scores.columns[at]!);
    },
    heatMaps: async (by, projectId, source) => {
      await locked.ready(by, projectId);
      const { protocol, readings } = locked.of(by, projectId);
      return scoreHeatMaps(scoreColumns(protocol), readings, source);
    },
    drawings: async (by, projectId, comparison) => {
      const { study, drawings } = await resultsOf(by, projectId);
      return drawingsInShort(study, drawings, comparison);
    },
    pair: async (by, projectId, asked) => {
      await locked.ready(by, projectId);
      return readingPair(sources, locked.of(by, projectId), asked);
    },
    differences: async (by, projectId) => {
      const { study, differences } = await resultsOf(by, projectId);
      return differences.map((each) => differencesInShort(study.protocol, each));
    },
  };
}
