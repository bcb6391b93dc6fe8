/** What is wrong with an ONNX file, in words that go on after its name. */
export class OnnxFault extends Error {}

/**
 * One field of a protobuf message as it lies in the bytes: number, and a varint (wire type 0) or bytes (1: 8 bytes, 2: any length, 5: 4 bytes).
 * Reading and writing fields without a schema leaves everything that is not touched exactly as it was.
 * https://protobuf.dev/programming-guides/encoding/
 */
export type WireField =
  | { readonly number: number; readonly wireType: 0; readonly value: bigint }
  | { readonly number: number; readonly wireType: 1 | 2 | 5; readonly value: Uint8Array };

/** The fields of a message, in their order. Throws OnnxFault where the bytes are no protobuf message. */
export function readFields(bytes: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw notOnnx();
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw notOnnx();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number === 0) throw notOnnx();
    if (wireType === 0) fields.push({ number, wireType, value: varint() });
    else if (wireType === 1) fields.push({ number, wireType, value: take(8) });
    else if (wireType === 2) fields.push({ number, wireType, value: take(Number(varint())) });
    else if (wireType === 5) fields.push({ number, wireType, value: take(4) });
    else throw notOnnx();
  }
  return fields;
}

/** A message made of fields, in their order. */
export function writeFields(fields: readonly WireField[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fields) {
    parts.push(varintBytes(BigInt(field.number * 8 + field.wireType)));
    if (field.wireType === 0) parts.push(varintBytes(field.value));
    else {
      if (field.wireType === 2) parts.push(varintBytes(BigInt(field.value.length)));
      parts.push(field.value);
    }
  }
  const message = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}

/** An integer field. Negative numbers take their 64-bit two's complement. */
export function integerField(number: number, value: number | bigint): WireField {
  return { number, wireType: 0, value: BigInt.asUintN(64, BigInt(value)) };
}

export function stringField(number: number, value: string): WireField {
  return { number, wireType: 2, value: new TextEncoder().encode(value) };
}

/** A message (or bytes) within a message. */
export function messageField(number: number, value: readonly WireField[] | Uint8Array): WireField {
  return { number, wireType: 2, value: value instanceof Uint8Array ? value : writeFields(value) };
}

/** The bytes of every field of a number: messages, strings. */
export function bytesOf(fields: readonly WireField[], number: number): Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && field.wireType === 2 ? [field.value] : []));
}

/** Every string of a number. */
export function stringsOf(fields: readonly WireField[], number: number): string[] {
  return bytesOf(fields, number).map((bytes) => new TextDecoder().decode(bytes));
}

/** Every 64-bit integer of a number, packed or one by one. */
export function integersOf(fields: readonly WireField[], number: number): bigint[] {
  return fields.flatMap((field) => {
    if (field.number !== number) return [];
    if (field.wireType === 0) return [BigInt.asIntN(64, field.value)];
    return field.wireType === 2 ? unpack(field.value) : [];
  });
}

function unpack(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      values.push(BigInt.asIntN(64, value));
      value = 0n;
      shift = 0n;
    }
  }
  return values;
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

function notOnnx(): OnnxFault {
  return new OnnxFault("is not an ONNX model, or it is cut short. Export it again, and copy the whole file.");
}
