import type { SegmentationGolden } from "#shared/domain/bundle/golden.ts";
import type { SegmentationOutput } from "#shared/domain/bundle/output.ts";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { Image } from "#shared/domain/volume.ts";
import { join } from "node:path";
import type { RunOptions } from "../inference.ts";
import { channelsOf } from "../volumes/labelVolume.ts";
import { prepareVolume } from "../volumes/prepareVolume.ts";
import { runBundle2 } from "../volumes/runBundle2.ts";
import { patchShape } from "../volumes/runPatches.ts";
import type { ImportTools } from "./writeImport.ts";

const name = "made by the importer: shows the transfer, not the training";
const places = { tensor: 200, logits: 20 } as const;

/** The case before its numbers are computed: with it all else of the bundle can be checked. */
export function uncomputedGolden(images: Record<string, string>, { labels }: SegmentationOutput): SegmentationGolden {
  return {
    name,
    images,
    tensor: { shape: [1, 1, 1, 1], samples: [], tolerance: 1 },
    counts: Object.fromEntries(labels.map(({ value }) => [String(value), 0])),
    countsPercent: 1,
    logits: [],
    logitsTolerance: 0.01,
  };
}

/** Runs a bundle that draws on the images of its one golden case. Answers the case with what came out, and what a patch took, MB. */
export async function madeGolden(
  { bundle, folder }: { bundle: SegmentationBundle; folder: string },
  { inference, workFolder, readImage }: ImportTools,
  options: RunOptions,
): Promise<{ case: SegmentationGolden; patchMb: number }> {
  const [draft] = bundle.golden as [SegmentationGolden];
  const images = new Map<string, Image>();
  for (const [image, file] of Object.entries(draft.images)) images.set(image, await readImage(join(folder, file)));
  const { input } = bundle;
  const { inside, shape } = await prepareVolume(input, {
    grid: [...images.values()][0]!.grid,
    take: (image) => images.get(image),
    patch: patchShape(bundle.inference, input.dims, [1, 1, 1]),
    maxVoxels: bundle.limits.maxVoxels,
  });
  const spread = (count: number, channels: number) =>
    Array.from({ length: count }, (_, at) => [
      at % channels,
      // Multiples of three irrational numbers, modulo 1: spread evenly.
      ...[0.754_877_666, 0.569_840_291, 0.430_159_709].map(
        (step, axis) => inside.from[axis]! + Math.floor((((at + 1) * step) % 1) * inside.shape[axis]!),
      ),
    ]);
  const at = { tensor: spread(places.tensor, input.images.length), logits: spread(places.logits, channelsOf(bundle.output)) };
  const outcome = await runBundle2(inference, { bundle, folder }, { images, workFolder, inspect: at }, options);
  const { tensor, logits } = outcome.inspected!;
  const largest = Math.max(1, ...tensor.map(Math.abs));
  return {
    case: {
      ...draft,
      tensor: {
        shape: [input.images.length, ...shape],
        samples: at.tensor.map((place, index) => ({ at: place, value: tensor[index]! })),
        tolerance: 1e-4 * largest,
      },
      counts: { ...outcome.counts! },
      logits: at.logits.map((place, index) => ({ at: place, value: logits[index]! })),
    },
    // Memory comes in pages, of which a small network takes more or fewer from run to run.
    patchMb: Math.max(2, Math.ceil(outcome.memory.patchBytes / 2 ** 20)),
  };
}
