import { PlainError } from "#shared/domain/plainError.ts";

/** The bytes of a request, given up as soon as they are too many. Throws PlainError that names `what` came: "The picture". */
export async function readBody(request: Request, mostBytes: number, what: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > mostBytes) throw new PlainError(`${what} is larger than ${mostBytes / 2 ** 20} MB, which is not taken.`);
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  // Not a Buffer: its slice() would share the memory where a copy is meant.
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
}
