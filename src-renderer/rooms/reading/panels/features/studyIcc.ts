import { useQuery } from "@tanstack/react-query";
import type { ComparedProject, FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { comparisonInWords } from "#shared/domain/agreement/analysedReading.ts";
import { trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { fixed, interval } from "#shared/domain/numbersInWords.ts";
import { Observable, useObservable } from "../../../../ui/observable.ts";

/** The agreement on one feature in a study. */
export interface FeatureIcc {
  /** The first is the one between readers, where there is one; of more readers not the single pairs. */
  readonly comparisons: readonly {
    /** "ICC(A,1), readers 1 and 2, pass 1". */
    readonly words: string;
    readonly value: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly reason: string | null;
  }[];
  /** By the protocol's filter; null where it has none, or cannot be said. */
  readonly isStable: boolean | null;
}

/** The ICCs of a study's features, by PyRadiomics' names. */
export type StudyIcc = ReadonlyMap<string, FeatureIcc>;

/** A study, and which of its regions and series. */
interface Choice {
  readonly projectId: string;
  readonly region: string;
  readonly role: string;
}

const keptAs = "fascicle.iccOfStudy";
/** Kept from launch to launch; null for none. Who may not see the study is told nothing by its id. */
const chosen = new Observable<Choice | null>(keptChoice());
chosen.subscribe(() => globalThis.localStorage?.setItem(keptAs, JSON.stringify(chosen.value)));

function keptChoice(): Choice | null {
  try {
    const { projectId, region, role } = JSON.parse(globalThis.localStorage?.getItem(keptAs) ?? "null") as Record<keyof Choice, unknown>;
    return typeof projectId === "string" ? { projectId, region: String(region), role: String(role) } : null;
  } catch {
    return null;
  }
}

/** What is there to choose from, what is chosen, and its ICCs. */
export interface ChosenStudy {
  /** The started studies that the reader coordinates; empty for everybody else. */
  readonly projects: readonly ComparedProject[];
  readonly projectId: string | null;
  readonly roles: FeatureOverview["roles"];
  /** Of the roles. */
  readonly role: FeatureOverview["roles"][number] | null;
  readonly icc: StudyIcc | null;
  /** Why there are no ICCs. */
  readonly error: string | null;
  readonly choose: (projectId: string | null) => void;
  readonly chooseRole: (role: Pick<Choice, "region" | "role">) => void;
}

/** The study whose ICCs stand beside the values of features. Nothing of it is asked for before one is chosen. */
export function useStudyIcc(): ChosenStudy {
  const choice = useObservable(chosen);
  const { data: projects = [] } = useQuery(trpc.agreement.projects.queryOptions());
  const projectId = projects.find(({ id }) => id === choice?.projectId)?.id ?? null;
  const overview = useQuery(
    trpc.agreement.featureOverview.queryOptions({ projectId: projectId ?? "" }, { enabled: projectId !== null, refetchOnMount: "always" }),
  );
  const roles = overview.data?.roles ?? [];
  const role = roles.find((each) => each.region === choice?.region && each.role === choice.role) ?? roles[0] ?? null;
  const features = useQuery(
    trpc.agreement.roleFeatures.queryOptions(
      { projectId: projectId ?? "", region: role?.region ?? "", role: role?.role ?? "" },
      { enabled: projectId !== null && role !== null, refetchOnMount: "always", select: iccByFeature },
    ),
  );
  const error = overview.error ?? features.error;
  return {
    projects,
    projectId,
    roles,
    role,
    icc: features.data ?? null,
    error: error
      ? plainWords(error)
      : overview.data && roles.length === 0
        ? "No features were extracted of this study's locked drawings: the agreement room does that."
        : null,
    choose: (id) => chosen.set(id === null ? null : { projectId: id, region: "", role: "" }),
    chooseRole: (next) => chosen.set(projectId === null ? null : { projectId, ...next }),
  };
}

/** The ICCs of a region and role, feature by feature. */
export function iccByFeature({ names, stable, comparisons }: Pick<RoleFeatures, "names" | "stable" | "comparisons">): StudyIcc {
  const shown = comparisons.filter(({ kind }) => kind !== "pair");
  return new Map(
    names.map((name, at): [string, FeatureIcc] => [
      name,
      {
        isStable: stable[at] ?? null,
        comparisons: shown.map((each) => ({
          words: `ICC(${each.form}), ${comparisonInWords(each)}`,
          value: each.value[at] ?? null,
          lower: each.lower[at] ?? null,
          upper: each.upper[at] ?? null,
          reason: each.reasons[at] ?? null,
        })),
      },
    ]),
  );
}

/** "ICC(A,1), readers 1 and 2, pass 1: 0.912, 95 % 0.801 to 0.962". */
export function iccInWords({ words, value, lower, upper, reason }: FeatureIcc["comparisons"][number]): string {
  if (value === null) return `${words}: ${reason ?? "not defined"}`;
  const within = interval(value, lower, upper);
  return `${words}: ${iccText(value)}, ${within === "no interval" ? `${within}: ${reason}` : `95 % ${within}`}`;
}

/** Three places, as in the agreement room. */
export function iccText(value: number): string {
  return fixed(value);
}

/** Whether a study measures with other settings than values that are on show. */
export function settingsHashDiffers(role: { readonly settingsHash: string | null } | null, shown: string | null): boolean {
  return role !== null && role.settingsHash !== null && shown !== null && role.settingsHash !== shown;
}

/** The agreement on a feature in the study that is chosen, with the study's name; null where there is none. */
export function iccOf({ icc, projects, projectId, role }: ChosenStudy, feature: string): { study: string; of: FeatureIcc } | null {
  const of = icc?.get(feature);
  return of ? { study: `${projects.find(({ id }) => id === projectId)?.name ?? ""}, ${role?.words ?? ""}`, of } : null;
}
