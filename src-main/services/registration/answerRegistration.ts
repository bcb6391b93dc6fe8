import { PlainError } from "#shared/domain/plainError.ts";
import { pointMapper } from "#shared/domain/transform/applyTransform.ts";
import { withinMemory } from "../jobs/index.ts";
import { checkAfter } from "./checkAfter.ts";
import { checkBefore, startOf } from "./checkBefore.ts";
import { keepStart } from "./keepStart.ts";
import { likenessOf } from "./mutualInformation.ts";
import type { RegistrationAnswer, RegistrationFound, RegistrationProgress, RegistrationTask } from "./registrationMessages.ts";
import { search3D } from "./search3D.ts";
import { searchInPlane } from "./searchInPlane.ts";
import { shrinkFactors, shrinkImage } from "./shrinkImage.ts";

/**
 * Finds one transform, within the registration process only: elastix holds up the thread until it has found it. `report` is told before each part, and
 * answered when the word is on its way. Never throws.
 */
export async function answerRegistration(
  task: RegistrationTask,
  report: (answer: RegistrationAnswer) => Promise<void>,
): Promise<RegistrationAnswer> {
  try {
    return { kind: "found", found: await find(task, (progress) => report({ kind: "progress", progress })) };
  } catch (error) {
    return { kind: "error", message: error instanceof PlainError ? error.message : null, name: error instanceof Error ? error.name : "" };
  }
}

async function find(task: RegistrationTask, report: (progress: RegistrationProgress) => Promise<void>): Promise<RegistrationFound> {
  await report({ phase: "checking the images", done: 0, total: 3 });
  checkBefore(task, pointMapper(startOf(task)));
  // The estimate is of images that were measured: others may take more.
  return withinMemory(task, () => search(task, report));
}

async function search(task: RegistrationTask, report: (progress: RegistrationProgress) => Promise<void>): Promise<RegistrationFound> {
  const { kind, initial } = task;
  if (kind === "inPlane") {
    const { transform, checks } = await searchInPlane(task, (done, total) => report({ phase: "aligning slices", done, total }));
    return { transform, checks: { ...checks, shrink: { fixed: [1, 1, 1], moving: [1, 1, 1] }, startKept: null } };
  }
  const shrink = { fixed: shrinkFactors(task.fixed.grid), moving: shrinkFactors(task.moving.grid) };
  const small = { ...task, fixed: shrinkImage(task.fixed, shrink.fixed), moving: shrinkImage(task.moving, shrink.moving) };
  await report({ phase: "aligning the images", done: 1, total: 3 });
  const searched = await search3D(small.fixed, small.moving, kind, initial);
  await report({ phase: "checking the outcome", done: 2, total: 3 });
  const alike = likenessOf(small.fixed, small.moving);
  const stays = keepStart(small, searched, alike);
  const transform = stays?.transform ?? searched;
  return { transform, checks: { ...checkAfter(small, transform, alike), shrink, startKept: stays?.kept ?? null, slices: null } };
}
