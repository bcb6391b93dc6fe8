import { PlainError } from "#shared/domain/plainError.ts";
import { systemReaderId } from "#shared/domain/reader.ts";
import type { MemberRole, MemberRow, ProjectRow, ProjectTables } from "./projectTables.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** Throws PlainError where a running project would lose a coordinator, or would have one who has no passphrase or reads. */
export function refuseLeaving(tables: ProjectTables, { id, name }: ProjectRow, readerIds: readonly number[]): void {
  const members = tables.members(id);
  const coordinators = members.filter(({ role }) => role === "coordinator").map(({ readerId }) => readerId);
  if (!coordinators.every((readerId, at) => readerIds[at] === readerId))
    throw new PlainError(`“${name}” is running: coordinators can be added, after those who are there, and none leaves.`);
  for (const readerId of readerIds.slice(coordinators.length)) {
    const who = tables.readerName(readerId) ?? String(readerId);
    if (!tables.hasPassphrase(readerId)) throw new PlainError(`${who} has no passphrase: set one first.`);
    if (members.some((member) => member.role === "reader" && member.readerId === readerId))
      throw new PlainError(`${who} is a reader of “${name}”, who would see the group and the others' readings.`);
  }
}

/** Names all who have a role, from number 1 on, within a write. Throws PlainError where one is not there, retired or named twice, or no coordinator is left. */
export function setMembers(
  tables: ProjectTables,
  tell: Tell,
  projectId: string,
  role: MemberRole,
  readerIds: readonly number[],
  action: string,
): void {
  if (role === "coordinator" && readerIds.length === 0) throw new PlainError("A project needs a coordinator.");
  for (const [at, readerId] of readerIds.entries()) {
    const name = tables.readerName(readerId);
    if (name === undefined || readerId === systemReaderId)
      throw new PlainError(`There is no reader of the number ${readerId} in this data folder.`);
    if (readerIds.indexOf(readerId) !== at) throw new PlainError(`${name} is named twice.`);
  }
  const earlier = tables.members(projectId).filter((member) => member.role === role);
  const retired = readerIds.find((readerId) => tables.isRetired(readerId) && !earlier.some((member) => member.readerId === readerId));
  if (retired !== undefined) throw new PlainError(`${tables.readerName(retired)!} is retired and takes no part in a new study.`);
  if (earlier.length === readerIds.length && earlier.every(({ readerId }, at) => readerId === readerIds[at])) return;
  const rows = readerIds.map((readerId, at): MemberRow => ({ role, number: at + 1, readerId }));
  tables.saveMembers(projectId, role, rows);
  for (let at = 0; at < Math.max(earlier.length, rows.length); at++) {
    const [before, after] = [earlier[at], rows[at]];
    if (before?.readerId === after?.readerId) continue;
    tell({
      action,
      subject: subjects.member((after ?? before)!),
      before: before ? states.member(before) : null,
      after: after ? states.member(after) : null,
    });
  }
}
