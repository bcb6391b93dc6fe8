import { hash } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { pictureNameSchema } from "#shared/domain/project/identifier.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { namedPictures } from "#shared/domain/project/protocolPictures.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { cleanJpeg } from "./cleanJpeg.ts";
import { cleanPng } from "./cleanPng.ts";
import type { PictureRow, PictureTables } from "./pictureTables.ts";

/** Of one picture, as it is kept. */
export const largestPicture = 4 * 2 ** 20;
const longestSide = 8192;
const mostPictures = 300;

/**
 * A picture as it is kept: PNG or JPEG by its name's ending, with nothing in it but its pixels (no Exif, texts, previews, colour profiles). Throws PlainError
 * that names the picture where the bytes are something else, or too many.
 */
export function pictureOf(name: string, given: Uint8Array): { readonly row: PictureRow; readonly bytes: Uint8Array } {
  if (!pictureNameSchema.safeParse(name).success)
    throw new PlainError(
      `A picture is named in lower-case letters, digits and hyphens, with .png or .jpg at the end, not “${name.slice(0, 80)}”.`,
    );
  if (given.length > largestPicture) throw new PlainError(`${name}: is larger than ${largestPicture / 2 ** 20} MB. Make it smaller.`);
  const clean = name.endsWith(".png") ? cleanPng(given) : cleanJpeg(given);
  if (!clean) throw new PlainError(`${name}: is no ${name.endsWith(".png") ? "PNG" : "JPEG"} image that can be shown, or is damaged.`);
  const { columns, rows, bytes } = clean;
  if (Math.max(columns, rows) > longestSide)
    throw new PlainError(`${name}: has ${columns} x ${rows} pixels, and ${longestSide} is the most. Make it smaller.`);
  return { row: { name, contentHash: hash("sha256", bytes, "hex"), columns, rows, byteLength: bytes.length }, bytes };
}

/** Pictures that a protocol names and the project does not have, in words. */
export function missingPictures(pictures: Pick<PictureTables, "list">, projectId: string, protocol: Protocol): string[] {
  const known = pictures.list(projectId).map(({ name }) => name);
  return namedPictures(protocol)
    .filter(({ name }) => !known.includes(name))
    .map(({ name, where }) => `protocol, ${where}: the project has no picture ${name}; add it, or take its name out`);
}

interface Place {
  readonly tables: Pick<ProjectTables, "protocols">;
  readonly pictures: PictureTables;
  readonly tell: Tell;
  readonly projectId: string;
}

/** Where in frozen protocols a picture is named. */
function isFrozen({ tables, projectId }: Pick<Place, "tables" | "projectId">, name: string): boolean {
  return tables
    .protocols(projectId)
    .some(
      ({ frozenAt, content }) => frozenAt !== null && namedPictures(JSON.parse(content) as Protocol).some((each) => each.name === name),
    );
}

/** Keeps a picture within a write of its project. One that a frozen protocol names is never replaced. */
export function addPicture(place: Place, name: string, given: Uint8Array): void {
  const { pictures, tell, projectId } = place;
  const { row, bytes } = pictureOf(name, given);
  const before = pictures.find(projectId, name);
  if (before?.contentHash === row.contentHash) return;
  if (before && isFrozen(place, name))
    throw new PlainError(
      `${name}: a frozen protocol shows this picture, which is not replaced. Give the new one another name, and amend the protocol.`,
    );
  if (!before && pictures.list(projectId).length >= mostPictures) throw new PlainError(`A project keeps ${mostPictures} pictures at most.`);
  pictures.save(projectId, row, bytes);
  tell({ subject: subjects.picture(row), before: before ? states.picture(before) : null, after: states.picture(row) });
}

/** Takes a picture away that no protocol names. */
export function removePicture(place: Place, name: string): void {
  const { pictures, tell, projectId, tables } = place;
  const before = pictures.find(projectId, name);
  if (!before) throw new PlainError(`The project has no picture ${name}.`);
  const names = tables.protocols(projectId).flatMap(({ content }) => namedPictures(JSON.parse(content) as Protocol));
  const named = names.find((each) => each.name === name);
  if (named) throw new PlainError(`${name}: the protocol shows it (${named.where}). Take it out there first.`);
  pictures.remove(projectId, name);
  tell({ subject: subjects.picture(before), before: states.picture(before), after: null });
}

/** Where the bytes of a picture are not those that its row tells of. */
export function pictureFault(pictures: PictureTables, projectId: string): string | undefined {
  const spoilt = pictures
    .list(projectId)
    .find(({ name, contentHash }) => hash("sha256", pictures.bytes(projectId, name)!, "hex") !== contentHash);
  return spoilt && `the row of ${subjects.picture(spoilt)} has another content than its hash says`;
}
