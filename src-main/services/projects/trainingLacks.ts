import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { MemberRow } from "./projectTables.ts";

/** What a study with a pass mark of training cases lacks before a start, in words. */
export function trainingLacks(
  { passMark, regions }: Pick<Protocol, "passMark" | "regions">,
  members: readonly MemberRow[],
  cases: readonly { readonly isTraining: boolean }[],
): string[] {
  if (passMark === null) return [];
  const isReader = (readerId: number) => members.some((member) => member.role === "reader" && member.readerId === readerId);
  const canCompare = members.some(({ role, readerId }) => role === "coordinator" && !isReader(readerId));
  return [
    ...(cases.some(({ isTraining }) => isTraining) ? [] : ["protocol, pass mark: there is no training case"]),
    ...(canCompare ? [] : ["coordinators: the pass mark compares with the reading of a coordinator who is no reader; name one"]),
    ...regions
      .filter(({ levels, levelsChosenBy, drawing }) => levels.length > 0 && levelsChosenBy === "reader" && drawing.kind !== "nothing")
      .filter(() => passMark.dice !== null)
      .map(
        ({ id }) =>
          `protocol, pass mark, dice: drawings of ${id} are on levels that each reader chooses, and cannot be compared; set it to null`,
      ),
  ];
}
