/** How a data set and its pixels are written (PS3.5 annex A). */
export interface TransferSyntax {
  readonly uid: string;
  /** The usual name, for sentences. */
  readonly name: string;
  /** Pixels lie in fragments (PS3.5 A.4) rather than plainly. */
  readonly isEncapsulated: boolean;
  /** False where the program has no decoder for its pixels. */
  readonly isSupported: boolean;
}

export const implicitLittleEndian = "1.2.840.10008.1.2";
export const explicitLittleEndian = "1.2.840.10008.1.2.1";
export const deflatedExplicitLittleEndian = "1.2.840.10008.1.2.1.99";
export const explicitBigEndian = "1.2.840.10008.1.2.2";

const plain: ReadonlyArray<readonly [uid: string, name: string]> = [
  [implicitLittleEndian, "implicit little endian"],
  [explicitLittleEndian, "explicit little endian"],
  [deflatedExplicitLittleEndian, "deflated"],
  [explicitBigEndian, "explicit big endian"],
];

const encapsulated: ReadonlyArray<readonly [uid: string, name: string]> = [
  ["1.2.840.10008.1.2.1.98", "encapsulated uncompressed"],
  ["1.2.840.10008.1.2.4.50", "JPEG baseline"],
  ["1.2.840.10008.1.2.4.51", "JPEG extended"],
  ["1.2.840.10008.1.2.4.53", "JPEG spectral selection"],
  ["1.2.840.10008.1.2.4.55", "JPEG full progression"],
  ["1.2.840.10008.1.2.4.57", "JPEG lossless"],
  ["1.2.840.10008.1.2.4.70", "JPEG lossless, first-order prediction"],
  ["1.2.840.10008.1.2.4.80", "JPEG-LS lossless"],
  ["1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless"],
  ["1.2.840.10008.1.2.4.90", "JPEG 2000 lossless"],
  ["1.2.840.10008.1.2.4.91", "JPEG 2000"],
  ["1.2.840.10008.1.2.4.201", "HTJ2K lossless"],
  ["1.2.840.10008.1.2.4.202", "HTJ2K lossless, RPCL"],
  ["1.2.840.10008.1.2.4.203", "HTJ2K"],
  ["1.2.840.10008.1.2.5", "RLE"],
];

const unsupported: ReadonlyArray<readonly [uid: string, name: string]> = [
  ["1.2.840.10008.1.2.4.92", "JPEG 2000 multi-component lossless"],
  ["1.2.840.10008.1.2.4.93", "JPEG 2000 multi-component"],
  ["1.2.840.10008.1.2.4.94", "JPIP, which keeps the pixels on a server"],
  ["1.2.840.10008.1.2.4.95", "JPIP deflated, which keeps the pixels on a server"],
  ["1.2.840.10008.1.2.4.100", "MPEG-2 video"],
  ["1.2.840.10008.1.2.4.101", "MPEG-2 video"],
  ["1.2.840.10008.1.2.4.102", "MPEG-4 video"],
  ["1.2.840.10008.1.2.4.103", "MPEG-4 video"],
  ["1.2.840.10008.1.2.4.104", "MPEG-4 video"],
  ["1.2.840.10008.1.2.4.105", "MPEG-4 video"],
  ["1.2.840.10008.1.2.4.106", "MPEG-4 video"],
  ["1.2.840.10008.1.2.4.107", "HEVC video"],
  ["1.2.840.10008.1.2.4.108", "HEVC video"],
  ["1.2.840.10008.1.2.4.110", "JPEG XL lossless"],
  ["1.2.840.10008.1.2.4.111", "JPEG XL"],
  ["1.2.840.10008.1.2.4.112", "JPEG XL"],
  ["1.2.840.10008.1.2.8.1", "deflated image frames"],
  ["1.2.840.113619.5.2", "GE's private big endian form"],
];

const known = new Map<string, TransferSyntax>([
  ...plain.map(([uid, name]) => [uid, { uid, name, isEncapsulated: false, isSupported: true }] as const),
  ...encapsulated.map(([uid, name]) => [uid, { uid, name, isEncapsulated: true, isSupported: true }] as const),
  ...unsupported.map(([uid, name]) => [uid, { uid, name, isEncapsulated: true, isSupported: false }] as const),
]);

/** The transfer syntax of a UID; one that nobody knows is unsupported. */
export function transferSyntaxOf(uid: string): TransferSyntax {
  return known.get(uid) ?? { uid, name: `an unknown transfer syntax (${uid})`, isEncapsulated: true, isSupported: false };
}
