import type { StudyContents } from "#shared/api/studyRemoval.ts";
import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";

/** Removes a study with all that hangs on it. Throws PlainError, and removes nothing, where it holds something else than `expected` or work is under way. */
export async function removeStudy(
  { studies, volumes }: Pick<Services, "studies" | "volumes">,
  by: Author,
  studyInstanceUid: string,
  expected: StudyContents,
): Promise<void> {
  const { volumeIds } = await studies.remove(by, studyInstanceUid, expected);
  volumes.forget(volumeIds);
}
