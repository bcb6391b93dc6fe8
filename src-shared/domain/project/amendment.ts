import canonicalize from "canonicalize";
import type { Protocol } from "./protocol.ts";
import type { Region } from "./region.ts";
import { segmentsToDraw } from "./segmentsToDraw.ts";

/**
 * What a change of a running study's protocol touches: "free" no reading (what was read stays comparable, and the new wording or threshold holds at once);
 * "not submitted" those in work and those to come; "not opened" those to come alone; "refused" all of them, so that it would be another study.
 */
export type AmendmentEffect = "free" | "not submitted" | "not opened" | "refused";

/** What may be amended in a running study, and what it touches: every field of a protocol stands here. */
export const amendmentTable = {
  name: "free",
  description: "free",
  "region, name": "free",
  "region, drawing rules": "free",
  "pictures of grades": "free",
  "role, name": "free",
  "role, rule": "free",
  "role, extraction": "free",
  agreement: "free",
  "region, drawing": "not submitted",
  "region, levels": "not submitted",
  "region, start": "not submitted",
  "role, window": "not submitted",
  forms: "not submitted",
  form: "not submitted",
  scoring: "not submitted",
  completeness: "not submitted",
  "idle threshold": "not submitted",
  "pass mark": "not opened",
  "number of passes": "not opened",
  "pass, washout": "not opened",
  "pass, cases": "not opened",
  "pass, readers": "not opened",
  "pass, new codes": "not opened",
  "format version": "refused",
  regions: "refused",
  "region, roles": "refused",
  "region, levels chosen by": "refused",
  "number of readers": "refused",
  blinding: "refused",
} as const satisfies Readonly<Record<string, AmendmentEffect>>;
type Part = keyof typeof amendmentTable;

/** Why a field is never amended, in words. */
const whyRefused: Partial<Record<Part, string>> = {
  "number of readers": "readers join and leave by commands of their own (“fascicle project join”, “fascicle project leave”)",
  blinding: "every reading was made under it",
};
const otherStudy = "other regions or series make another study: copy the project, and start the copy";

/** One field that an amendment changes. */
export interface ProtocolChange {
  readonly part: Part;
  readonly effect: AmendmentEffect;
  /** Where it stands: "region thigh, drawing". */
  readonly field: string;
  /** What is other than before ("added: gracilis right"), or why it is refused; empty where the field says it. */
  readonly words: string;
  /** The id of the region whose drawings or levels it is of; null where it is of none. */
  readonly region: string | null;
}

interface Field {
  readonly part: Part;
  readonly region: string | null;
  readonly value: unknown;
  /** What is listed by name, so that what was added and removed can be named. */
  readonly names?: readonly string[];
}

/** The fields of a running study's protocol that differ in a new version of it, in the order of the protocol, each with what it touches. */
export function protocolChanges(before: Protocol, after: Protocol): ProtocolChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  // Fields of a region, role or form that one of the two does not have are told by the list of them.
  return [...now].flatMap(([field, next]): ProtocolChange[] => {
    const earlier = old.get(field);
    if (!earlier || canonicalize(earlier.value) === canonicalize(next.value)) return [];
    const effect = amendmentTable[next.part];
    const words = effect === "refused" ? (whyRefused[next.part] ?? otherStudy) : differenceOf(earlier.names ?? [], next.names ?? []);
    return [{ part: next.part, effect, field, words, region: next.region }];
  });
}

function differenceOf(before: readonly string[], after: readonly string[]): string {
  const [added, removed] = [after.filter((name) => !before.includes(name)), before.filter((name) => !after.includes(name))];
  return [
    ...(added.length > 0 ? [`added: ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`taken out: ${removed.join(", ")}`] : []),
  ].join("; ");
}

function fieldsOf(protocol: Protocol): Map<string, Field> {
  const { regions, forms, passes } = protocol;
  const of = (field: string, part: Part, value: unknown, more: Partial<Field> = {}) =>
    [field, { part, value, region: null, ...more }] as const;
  const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  return new Map([
    of("format version", "format version", protocol.formatVersion),
    of("name", "name", protocol.name),
    of("description", "description", protocol.description),
    of(
      "regions",
      "regions",
      regions.map(({ id }) => id),
    ),
    ...regions.flatMap(regionFields),
    of(
      "forms",
      "forms",
      forms.map(({ id }) => id),
      { names: namesOf(forms) },
    ),
    ...forms.map((form) => of(`form “${form.name}”`, "form", form)),
    of("pictures of grades", "pictures of grades", protocol.gradePictures ?? []),
    of("number of readers", "number of readers", protocol.readerCount),
    of("number of passes", "number of passes", passes.length),
    ...passes.flatMap(({ cases, readers, washout, hasNewCodes }, at) => [
      of(`pass ${at + 1}, washout`, "pass, washout", washout),
      of(`pass ${at + 1}, cases`, "pass, cases", cases),
      of(`pass ${at + 1}, readers`, "pass, readers", readers),
      of(`pass ${at + 1}, new codes`, "pass, new codes", hasNewCodes),
    ]),
    of("scoring", "scoring", protocol.scoring),
    of("blinding", "blinding", protocol.blinding),
    of("completeness", "completeness", protocol.completeness),
    of("pass mark", "pass mark", protocol.passMark),
    of("idle threshold", "idle threshold", protocol.idleAfterSeconds),
    of("agreement", "agreement", protocol.agreement),
  ]);
}

function regionFields({ id, name, roles, levels, levelsChosenBy, drawing, drawingRules, start }: Region) {
  const of = (field: string, part: Part, value: unknown, names?: readonly string[]) =>
    [`region ${id}, ${field}`, { part, value, region: id, ...(names ? { names } : {}) }] as const;
  const segments = segmentsToDraw(drawing).map((segment) => segment.name);
  return [
    of("name", "region, name", name),
    of(
      "roles",
      "region, roles",
      roles.map((role) => ({ id: role.id, use: role.use })),
    ),
    ...roles.flatMap((role) => [
      of(`role ${role.id}, name`, "role, name", role.name),
      of(`role ${role.id}, rule`, "role, rule", role.rule),
      of(`role ${role.id}, window`, "role, window", role.window),
      of(`role ${role.id}, extraction`, "role, extraction", role.extraction),
    ]),
    of(
      "levels",
      "region, levels",
      levels,
      levels.map((level) => level.name),
    ),
    of("levels chosen by", "region, levels chosen by", levelsChosenBy),
    of("drawing", "region, drawing", drawing, segments),
    of("drawing rules", "region, drawing rules", drawingRules),
    of("start", "region, start", start),
  ];
}
