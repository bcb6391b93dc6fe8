import { PlainError } from "#shared/domain/plainError.ts";
import { maskProblem, type Mask } from "#shared/domain/project/mask.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { CaseImages } from "./caseImages.ts";
import { roleOf } from "./caseRoles.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** A series that a coordinator looked at for text that is burned into its images. */
export interface Look {
  readonly code: string;
  /** Ids of the protocol. */
  readonly region: string;
  readonly role: string;
  /** What is to be hidden of every slice; undefined where nothing is. */
  readonly mask?: Mask | undefined;
}

/**
 * Keeps within a write that a coordinator looked at the series of a role, with what is to be hidden of it in place of what was before. Throws PlainError where
 * the protocol has no such role, no series has it, or the rectangle does not lie on its images.
 */
export function lookAt(
  { cases, images }: { readonly cases: CaseTables; readonly images: CaseImages },
  { at, tell, protocol, row }: { at: string; tell: Tell; protocol: Protocol; row: CaseRow },
  look: Look,
): void {
  const { region, role } = roleOf(protocol, look);
  const where = `Case ${row.code}, ${region.name}, ${role.name}`;
  const found = cases.roles(row.id).find((each) => each.region === region.id && each.role === role.id);
  const volume = found && images.volume(found.volumeId);
  if (!volume) throw new PlainError(`${where}: no series has this role yet. Set its volume, and look at it then.`);
  const problem = look.mask && maskProblem(look.mask, volume);
  if (problem !== undefined) throw new PlainError(`${where}: ${problem}.`);
  const mask = look.mask ? JSON.stringify(look.mask) : null;
  if (found.lookedAt !== null && found.mask === mask) return;
  const next = { ...found, lookedAt: at, mask };
  cases.setLook(next);
  tell({ subject: subjects.caseRole(row.code, found), before: states.caseRole(found), after: states.caseRole(next) });
}
