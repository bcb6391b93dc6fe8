import { PlainError } from "#shared/domain/plainError.ts";
import type { ProjectTables } from "../projectTables.ts";

/**
 * Throws PlainError where somebody may not make the consensus of a pair of readings: it is made by somebody who did not read it, or by both who did, together;
 * who makes it signs, so has a passphrase; and who makes it sees nothing else meanwhile, so another coordinator is left.
 */
export function refuseAdjudicators(
  { projects }: { readonly projects: Pick<ProjectTables, "readerName" | "hasPassphrase" | "isRetired" | "members"> },
  projectId: string,
  pair: readonly number[],
  readerIds: readonly number[],
): void {
  if (readerIds.length < 1 || readerIds.length > 2 || new Set(readerIds).size !== readerIds.length)
    throw new PlainError("Name one reader who makes the consensus, or two who make it together.");
  const nameOf = (readerId: number): string => {
    const name = projects.readerName(readerId);
    if (name === undefined) throw new PlainError("There is no such reader.");
    return name;
  };
  for (const readerId of readerIds) {
    if (projects.isRetired(readerId)) throw new PlainError(`${nameOf(readerId)} is retired.`);
    if (!projects.hasPassphrase(readerId))
      throw new PlainError(
        `${nameOf(readerId)} has no passphrase, and a consensus is signed. Set one in the window, signed in as this reader.`,
      );
  }
  const readers = readerIds.filter((readerId) => pair.includes(readerId));
  if (readers.length === 1)
    throw new PlainError(
      `${nameOf(readers[0]!)} made one of the two readings: the consensus is made by a third reader, or by both together. Name both, or another one.`,
    );
  const coordinators = projects.members(projectId).filter(({ role }) => role === "coordinator");
  const left = coordinators.filter(({ readerId }) => !readerIds.includes(readerId) && !projects.isRetired(readerId));
  if (left.length === 0)
    throw new PlainError(
      "Who makes a consensus sees nothing else of the study until it is submitted: name another coordinator first, who is left to run it.",
    );
}
