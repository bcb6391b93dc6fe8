import type { PostStep, SegmentationOutput } from "#shared/domain/bundle/output.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { skimageOf } from "./nnunetInput.ts";
import type { NnunetDataset, NnunetPlans } from "./plansFile.ts";
import type { SideFile } from "./sideFile.ts";

/**
 * What an nnU-Net's answer means: labels, the largest wins, or regions, each where its sigmoid is above 0.5, in regions_class_order. Throws PlainError where
 * dataset.json's labels are not as nnU-Net has them, or those of regions have no names.
 */
export function nnunetOutput({ configuration }: NnunetPlans, dataset: NnunetDataset, side: SideFile): SegmentationOutput {
  const base = {
    resampleBack: { of: "logits" as const, resample: skimageOf(configuration.resampling_fn_probabilities_kwargs) },
    post: side.postprocessing.map(postStep),
  };
  const { background, ignore: _ignored, ...named } = dataset.labels;
  if (background !== 0) throw new PlainError('dataset.json: labels must have "background", with the number 0.');
  const hasRegions = Object.values(named).some((label) => Array.isArray(label) && label.length > 1);
  const entries = Object.entries(named).map(([name, label]) => ({ name, labels: [label].flat() }));
  return hasRegions ? { ...regionsOf(entries, dataset, side), ...base } : { ...labelsOf(entries, side), ...base };
}

interface Entry {
  readonly name: string;
  readonly labels: number[];
}

function labelsOf(entries: readonly Entry[], side: SideFile) {
  const labels = entries.map(({ name, labels }) => ({ value: labels[0]!, name })).toSorted((a, b) => a.value - b.value);
  const gap = labels.findIndex(({ value }, index) => value !== index + 1);
  if (gap !== -1 || labels.length === 0)
    throw new PlainError(
      `dataset.json: labels must be numbered 1, 2, 3, ... each once, since nnU-Net answers the number of the channel; it has ${labels.map(({ value }) => value).join(", ") || "none"}.`,
    );
  if (side.labels) throw new PlainError("The side file names labels, which dataset.json names already. Leave labels out.");
  return { kind: "labels" as const, channels: [null, ...labels.map(({ value }) => value)], labels };
}

function regionsOf(entries: readonly Entry[], { regions_class_order: order }: NnunetDataset, { labels: names = {} }: SideFile) {
  const numeric = entries.find(({ name }) => /^\d+$/.test(name));
  if (numeric)
    throw new PlainError(
      `dataset.json: the region "${numeric.name}" is named by a number, so that its place in the order is lost. Rename it.`,
    );
  // A region of background alone has no channel.
  const regions = entries.filter(({ labels }) => labels.some((label) => label !== 0));
  if (!order) throw new PlainError("dataset.json has regions, but no regions_class_order.");
  if (order.length !== regions.length)
    throw new PlainError(`dataset.json: regions_class_order has ${order.length} numbers for ${regions.length} regions.`);
  const withBackground = regions.find(({ labels }) => labels.includes(0));
  if (withBackground)
    throw new PlainError(`dataset.json: the region "${withBackground.name}" holds the background, which is not known here.`);
  const values = [...new Set(regions.flatMap(({ labels }) => labels))].toSorted((a, b) => a - b);
  const unnamed = values.filter((value) => names[value] === undefined);
  if (unnamed.length > 0)
    throw new PlainError(
      `The side file must name the labels ${unnamed.join(", ")} (labels: {"${unnamed[0]}": ...}): dataset.json names only regions, which overlap.`,
    );
  const more = Object.keys(names).find((name) => !values.includes(Number(name)));
  if (more !== undefined) throw new PlainError(`The side file names the label ${more}, which no region of dataset.json has.`);
  return {
    kind: "regions" as const,
    regions,
    order,
    threshold: 0.5,
    labels: values.map((value) => ({ value, name: names[value]! })),
  };
}

/** nnU-Net takes all labels or regions of a step together, with voxels that touch at corners. */
function postStep({ labels_or_regions }: SideFile["postprocessing"][number]): PostStep {
  return { kind: "largestComponent", labels: [...new Set([labels_or_regions].flat(2))], together: true, connectivity: 26 };
}
