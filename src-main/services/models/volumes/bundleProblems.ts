import type { Bundle2, EnsembleBundle } from "#shared/domain/bundle/bundle2.ts";
import type { TableInference, VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { TableInput, VolumeInput } from "#shared/domain/bundle/input.ts";
import { parseFormula } from "#shared/domain/recipe/formula.ts";
import { namesKnown, repeated, sameNames } from "../fieldProblems.ts";
import { outputProblems } from "./outputProblems.ts";

/** Where fields of a bundle do not agree with each other, in words; beyond what the schema says of each alone. */
export function bundleProblems(bundle: Bundle2): string[] {
  const files = filesNamed(bundle);
  return [
    ...sameNames("files", Object.keys(bundle.files), "the files that it names", files),
    ...(input(bundle) ? inputProblems(input(bundle)!) : []),
    ...rangeProblems(bundle),
    ...partProblems(bundle),
    ...outputProblems(bundle),
    ...goldenProblems(bundle),
  ];
}

function input(bundle: Bundle2): VolumeInput | undefined {
  return bundle.kind === "table" ? undefined : bundle.input;
}

function table(bundle: Bundle2): TableInput | undefined {
  return bundle.kind === "table" || bundle.kind === "ensemble" ? bundle.table : undefined;
}

/** Every file that fields name, each once. */
function filesNamed(bundle: Bundle2): string[] {
  const folds = bundle.kind === "ensemble" ? bundle.members.flatMap(({ inference }) => inference.folds) : bundle.inference.folds;
  const images = bundle.golden.flatMap((golden) => Object.values(golden.images ?? {}));
  return [...new Set([...folds, ...images])];
}

function inputProblems({ images, formulas = {}, orientation, order, grid, dims }: VolumeInput): string[] {
  const names = images.map(({ name }) => name);
  const problems = [
    ...repeated("input.images", [...names, ...Object.keys(formulas)]),
    ...images.flatMap(({ name, registeredTo }) =>
      registeredTo === null
        ? []
        : namesKnown(
            `input.images ${name} registeredTo`,
            [registeredTo],
            "input.images",
            names.filter((other) => other !== name),
          ),
    ),
    ...repeated("input.order", order),
  ];
  for (const [name, expression] of Object.entries(formulas)) {
    const formula = parseFormula(expression);
    if ("problem" in formula) problems.push(`input.formulas ${name}: ${formula.problem}`);
    else problems.push(...namesKnown(`input.formulas ${name}`, formula.roles, "input.images", names));
  }
  if (images.filter(({ registeredTo }) => registeredTo === null).length !== 1)
    problems.push("input.images: exactly one has registeredTo null, the one whose grid counts");
  const first = images.find(({ registeredTo }) => registeredTo === null);
  if (first && !first.required) problems.push(`input.images ${first.name}: the image whose grid counts must be required`);
  if (orientation !== "as stored" && new Set(orientation.split("").map((letter) => "RLAPSI".indexOf(letter) >> 1)).size !== 3)
    problems.push(`input.orientation ${orientation} must have one letter of R or L, one of A or P and one of S or I`);
  if (grid.kind === "conform" && order[0] !== "resample")
    problems.push("input.order: images are conformed as they are stored; resample comes first where input.grid conforms");
  if (dims.kind !== "3d" && grid.kind === "spacing" && grid.mm[0] !== null)
    problems.push("input.grid.mm: a network that sees slices keeps the spacing between them; write null first");
  for (const { name, normalise } of images) {
    if (normalise.kind === "percentiles" && normalise.lower >= normalise.upper)
      problems.push(`input.images ${name}: lower must be below upper`);
    if (normalise.kind === "range" && normalise.from[0] >= normalise.from[1])
      problems.push(`input.images ${name}: from must begin below its end`);
    if (normalise.kind === "ct" && normalise.low >= normalise.high) problems.push(`input.images ${name}: low must be below high`);
  }
  return problems;
}

function rangeProblems(bundle: Bundle2): string[] {
  const { intensity } = bundle.provenance.ranges;
  const names = input(bundle)?.images.map(({ name }) => name) ?? [];
  return namesKnown("provenance.ranges.intensity", Object.keys(intensity), "input.images", names);
}

function partProblems(bundle: Bundle2): string[] {
  if (bundle.kind === "table") return [...tableProblems(bundle.table), ...rowProblems("inference", bundle.inference, bundle.table)];
  if (bundle.kind !== "ensemble") return volumeProblems("inference", bundle.inference, bundle.input, bundle.kind === "volume");
  return [...(bundle.table ? tableProblems(bundle.table) : []), ...memberProblems(bundle)];
}

function memberProblems(bundle: EnsembleBundle): string[] {
  const { members } = bundle;
  const problems = repeated(
    "members",
    members.map(({ name }) => name),
  );
  const sum = members.reduce((total, { weight }) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9) problems.push(`members: the weights add up to ${sum}, not 1`);
  for (const { name, kind, inference } of members) {
    const field = `members ${name}`;
    if (kind === "volume")
      problems.push(...(bundle.input ? volumeProblems(field, inference, bundle.input, true) : [`${field} needs input, which is missing`]));
    else problems.push(...(bundle.table ? rowProblems(field, inference, bundle.table) : [`${field} needs table, which is missing`]));
  }
  if (bundle.input && !members.some(({ kind }) => kind === "volume")) problems.push("input is there, but no member sees a volume");
  if (bundle.table && !members.some(({ kind }) => kind === "table")) problems.push("table is there, but no member sees a row of it");
  return problems;
}

function tableProblems({ columns }: TableInput): string[] {
  const twice = repeated(
    "table.columns",
    columns.map(({ name }) => name),
  );
  return [...twice, ...columns.filter(({ min, max }) => min > max).map(({ name }) => `table.columns ${name} has min above max`)];
}

function rowProblems(field: string, { columns }: TableInference, table: TableInput): string[] {
  const known = table.columns.map(({ name }) => name);
  return [...repeated(`${field}.columns`, columns), ...namesKnown(`${field}.columns`, columns, "table.columns", known)];
}

function volumeProblems(field: string, inference: VolumeInference, input: VolumeInput, isScored: boolean): string[] {
  const { channels, patch, mirrorAxes, answers, average } = inference;
  const seen = input.dims.kind === "3d" ? 3 : 2;
  const known = [...input.images.map(({ name }) => name), ...Object.keys(input.formulas ?? {})];
  const problems = [
    ...repeated(`${field}.channels`, channels),
    ...namesKnown(`${field}.channels`, channels, "input.images or input.formulas", known),
    ...repeated(`${field}.mirrorAxes`, mirrorAxes.map(String)),
  ];
  if (patch !== "whole volume" && patch.length !== seen)
    problems.push(`${field}.patch has ${patch.length} lengths, but the network sees ${seen} axes`);
  if (mirrorAxes.some((axis) => axis >= seen)) problems.push(`${field}.mirrorAxes names an axis that the network does not see`);
  if (isScored && input.dims.kind !== "3d") problems.push("input.dims must be 3d where the network scores a volume");
  if (input.dims.kind === "2.5d" && channels.length !== 1) problems.push(`${field}.channels: a 2.5D network takes one image`);
  if (patch !== "whole volume" && isScored) problems.push(`${field}.patch must be "whole volume" where the network scores a volume`);
  if (mirrorAxes.length > 0 && isScored) problems.push(`${field}.mirrorAxes must be empty where the network scores a volume`);
  if (answers !== "logits" && average === "logits")
    problems.push(`${field}.average cannot be "logits" where the network answers ${answers}`);
  if (input.pad.to === "patch" && patch === "whole volume")
    problems.push(`input.pad.to is "patch", but ${field}.patch is the whole volume`);
  return problems;
}

function goldenProblems(bundle: Bundle2): string[] {
  const images = input(bundle)?.images;
  const columns = table(bundle)?.columns.map(({ name }) => name);
  const problems = repeated(
    "golden",
    bundle.golden.map(({ name }) => name),
  );
  for (const golden of bundle.golden) {
    const field = `golden ${golden.name}`;
    const given = Object.keys(golden.images ?? {});
    problems.push(...namesKnown(`${field}.images`, given, "input.images", images?.map(({ name }) => name) ?? []));
    const missing = images?.find(({ name, required }) => required && !given.includes(name));
    if (missing) problems.push(`${field}.images lacks ${missing.name}`);
    if ("score" in golden) problems.push(...sameNames(`${field}.row`, Object.keys(golden.row ?? {}), "table.columns", columns ?? []));
    const { tensor } = golden;
    if (tensor && tensor.sha256 === undefined && (tensor.samples === undefined || tensor.tolerance === undefined))
      problems.push(`${field}.tensor needs sha256, or samples with a tolerance`);
  }
  if (images && !bundle.golden.some(({ tensor }) => tensor !== undefined))
    problems.push("golden: one case must say what the prepared tensor is (tensor), so that a wrong orientation cannot pass");
  return problems;
}
