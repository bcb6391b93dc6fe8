import type { Bundle2, SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { namesKnown, repeated, sameNames } from "../fieldProblems.ts";

/** Where the output of a bundle does not agree with itself or with what the network answers, in words. */
export function outputProblems(bundle: Bundle2): string[] {
  if (bundle.kind === "segmentation") return segmentationProblems(bundle);
  const { output } = bundle;
  if (output.kind === "value") return valueProblems(bundle);
  const problems = repeated("output.classes", output.classes);
  if (!output.classes.includes(output.positiveClass)) problems.push(`output.positiveClass "${output.positiveClass}" is not one of classes`);
  const parts = bundle.kind === "ensemble" ? bundle.members.map(({ inference }) => inference) : [bundle.inference];
  if (parts.some(({ answers }) => answers === "values"))
    problems.push("answers must be logits or scores where the output is a probability");
  return problems;
}

function valueProblems(bundle: Exclude<Bundle2, SegmentationBundle>): string[] {
  const parts = bundle.kind === "ensemble" ? bundle.members.map(({ inference }) => inference) : [bundle.inference];
  return parts.some(({ answers }) => answers !== "values") ? ['answers must be "values" where the output is a value'] : [];
}

function segmentationProblems({ output, inference, golden, input }: SegmentationBundle): string[] {
  const values = output.labels.map(({ value }) => value);
  const named = values.map(String);
  const problems = [
    ...repeated("output.labels", named),
    ...repeated(
      "output.labels",
      output.labels.map(({ name }) => name),
    ),
    ...output.post.flatMap(({ kind, labels }, index) => [
      ...repeated(`output.post[${index}] ${kind}.labels`, labels.map(String)),
      ...namesKnown(`output.post[${index}] ${kind}.labels`, labels.map(String), "output.labels", named),
    ]),
    ...golden.flatMap(({ name, counts }) => sameNames(`golden ${name}.counts`, Object.keys(counts), "output.labels", named)),
  ];
  if (output.kind === "labels") {
    const channels = output.channels.filter((channel) => channel !== null).map(String);
    if (output.channels[0] !== null) problems.push("output.channels: the first must be null, the background");
    if (output.channels.indexOf(null, 1) !== -1) problems.push("output.channels: only the first is null, the background");
    problems.push(...repeated("output.channels", channels), ...sameNames("output.channels", channels, "output.labels", named));
  }
  if (output.kind === "regions") {
    if (output.order.length !== output.regions.length) problems.push("output.order has one number for each of output.regions");
    problems.push(
      ...sameNames("output.regions", [...new Set(output.regions.flatMap(({ labels }) => labels.map(String)))], "output.labels", named),
      ...namesKnown("output.order", output.order.map(String), "output.labels", named),
    );
  }
  const isDistance = output.kind === "distance";
  if (isDistance !== (inference.answers === "values"))
    problems.push('inference.answers must be "values" where the output is a distance, and only there');
  if (inference.answers !== "logits" && output.resampleBack.of === "logits" && !isDistance)
    problems.push('output.resampleBack.of cannot be "logits" where the network answers scores');
  if (inference.average === "scores" && output.resampleBack.of === "logits" && !isDistance)
    problems.push('output.resampleBack.of cannot be "logits" where folds are averaged on scores');
  const isLate = input.order.indexOf("crop") > input.order.indexOf("resample") && input.crop.kind !== "none";
  if (isLate && (output.resampleBack.of !== "scores" || isDistance))
    problems.push('output.resampleBack.of must be "scores", and the output no distance, where images are cropped after resampling');
  if (output.resampleBack.resample.method === "skimage" && (input.grid.kind === "size" || input.grid.kind === "conform"))
    problems.push('output.resampleBack.resample.method must be "inverse" where input.grid gives a size, or conforms');
  return problems;
}
