import type { SampleContents } from "#shared/api/sample.ts";
import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";

/** Removes a sample project with its studies. Throws PlainError, and removes nothing, as SampleProject.remove does. */
export async function removeSampleProject(
  { sampleProject, volumes }: Pick<Services, "sampleProject" | "volumes">,
  by: Author,
  projectId: string,
  expected: SampleContents,
): Promise<void> {
  const { volumeIds } = await sampleProject.remove(by, projectId, expected);
  volumes.forget(volumeIds);
}
