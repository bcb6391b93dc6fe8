import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region, Role } from "#shared/domain/project/region.ts";
import type { Write } from "../store/index.ts";
import type { CaseImages } from "./caseImages.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import type { RoleFinder } from "./roleFinder.ts";
import type { Tell } from "./writeProject.ts";

/** Which volume a coordinator says has a role. */
export interface RoleChoice {
  readonly code: string;
  /** Ids of the protocol. */
  readonly region: string;
  readonly role: string;
  /** Undefined to confirm what was found. */
  readonly volumeId?: string | undefined;
  readonly reason?: string | undefined;
}

interface Parts {
  readonly cases: CaseTables;
  readonly images: CaseImages;
  readonly roles: RoleFinder;
}

/** The region and role of a protocol. Throws PlainError where there is none. */
export function roleOf(protocol: Protocol, choice: { readonly region: string; readonly role: string }): { region: Region; role: Role } {
  const region = protocol.regions.find(({ id }) => id === choice.region);
  if (!region)
    throw new PlainError(`The protocol has no region “${choice.region}”. Regions: ${protocol.regions.map(({ id }) => id).join(", ")}.`);
  const role = region.roles.find(({ id }) => id === choice.role);
  if (!role)
    throw new PlainError(`The region “${region.id}” has no role “${choice.role}”. Roles: ${region.roles.map(({ id }) => id).join(", ")}.`);
  return { region, role };
}

/**
 * Sets or confirms the volume of a role within a write; answers the levels that were dropped, as the log names them, because the role has another volume now.
 * Throws PlainError where the protocol has no such role, or the volume cannot have it.
 */
export function chooseRole(
  { cases, images, roles }: Parts,
  { write, tell, protocol, row }: { write: Write; tell: Tell; protocol: Protocol; row: CaseRow },
  choice: RoleChoice,
): string[] {
  const { region, role } = roleOf(protocol, choice);
  const where = `Case ${row.code}, ${region.name}, ${role.name}`;
  const present = cases.roles(row.id);
  const found = present.find((each) => each.region === region.id && each.role === role.id);
  const volumeId = choice.volumeId ?? found?.volumeId;
  if (volumeId === undefined) throw new PlainError(`${where}: no series was found by the rule. Name the volume.`);
  const image = images.of(cases.studies(row.id)).find((each) => each.volumeId === volumeId);
  const framesHash = images.framesHash(volumeId);
  if (!image || framesHash === undefined) throw new PlainError(`${where}: the studies of this case have no such volume.`);
  if (!image.isImage) throw new PlainError(`${where}: this volume is no grey-value image (it holds labels or colours).`);
  if (images.isCached(volumeId))
    throw new PlainError(`${where}: this prepared image was not accepted yet. Look at it and accept it first.`);
  const other = present.find((each) => each.region === region.id && each.role !== role.id && each.volumeId === volumeId);
  if (other)
    throw new PlainError(
      `${where}: this volume is “${region.roles.find(({ id }) => id === other.role)?.name ?? other.role}” already. Change that one first.`,
    );
  if (found?.volumeId === volumeId && found.framesHash === framesHash && found.isConfirmed === 1) return [];
  return roles.save(
    write,
    tell,
    row,
    { caseId: row.id, region: region.id, role: role.id, volumeId, framesHash, isConfirmed: 1 },
    { action: choice.volumeId === undefined || found?.volumeId === volumeId ? "role.confirm" : "role.set", reason: choice.reason ?? null },
  );
}
