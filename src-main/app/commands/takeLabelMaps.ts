import type { TakeLabelMaps, TakenLabelMaps } from "#shared/api/import.ts";
import { unnamedPath } from "#shared/api/import.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Author } from "../../services/store/index.ts";
import type { JobContext } from "../../services/jobs/index.ts";
import type { Services } from "../services.ts";

/**
 * Makes segmentations of label maps that came as image files, each on the volume that was chosen for it. One that cannot be taken in stops
 * no other; a cancelled run
 * keeps what it had finished.
 */
export async function takeLabelMaps(
  { volumes, segmentations }: Pick<Services, "volumes" | "segmentations">,
  by: Author,
  { items }: TakeLabelMaps,
  { progress, signal }: Pick<JobContext, "progress" | "signal">,
): Promise<TakenLabelMaps> {
  const taken: TakenLabelMaps = { taken: 0, failures: [], notes: [] };
  for (const [done, { labelMapId, volumeId }] of items.entries()) {
    if (signal.aborted) break;
    progress({ phase: "taking in label maps", done, total: items.length });
    let path = "a label map";
    try {
      const original = volumes.labelMapOriginal(labelMapId);
      path = original.fileName;
      const made = await segmentations.importFrom(by, { volumeId, ...original });
      volumes.setLabelMapTaken(by, labelMapId, made.id);
      taken.taken += 1;
      taken.notes.push(...made.notes.map((reason) => ({ path, reason })));
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      taken.failures.push({ path, reason: error.message });
    }
  }
  progress({ done: items.length, total: items.length });
  return taken;
}

/** Starts takeLabelMaps as a job; answers its id. */
export function startTakingLabelMaps(
  services: Pick<Services, "volumes" | "segmentations" | "jobs">,
  by: Author,
  request: TakeLabelMaps,
): string {
  return services.jobs.start<TakenLabelMaps>({
    kind: "import.labelMaps",
    lane: "import",
    title: request.items.length === 1 ? "Taking in a label map" : `Taking in ${request.items.length} label maps`,
    // Names of files are often names of patients.
    kept: ({ taken, failures, notes }) => ({
      taken,
      failures: failures.map(({ reason }) => ({ path: unnamedPath, reason: withoutNames(reason) })),
      notes: notes.map(({ reason }) => ({ path: unnamedPath, reason: withoutNames(reason) })),
    }),
    run: (context) => takeLabelMaps(services, by, request, context),
  });
}

/** Without the file's name before it, and without the names in it: segmentations are named after files. */
function withoutNames(reason: string): string {
  return reason.replace(/^.*?\.(nii(\.gz)?|nrrd|mg[hz]): /i, "").replace(/"[^"]*"/g, "one");
}
