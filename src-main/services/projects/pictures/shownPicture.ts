import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { namedPictures } from "#shared/domain/project/protocolPictures.ts";
import type { PictureTables } from "./pictureTables.ts";

/** The bytes of a picture that a protocol shows its readers. Throws PlainError for every other one. */
export function shownPicture(pictures: Pick<PictureTables, "bytes">, projectId: string, protocol: Protocol, name: string): Uint8Array {
  const bytes = namedPictures(protocol).some((each) => each.name === name) ? pictures.bytes(projectId, name) : undefined;
  if (!bytes) throw new PlainError("The protocol of this study shows no such picture.");
  return bytes;
}
