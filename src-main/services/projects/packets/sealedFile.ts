import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { open, stat, type FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { z } from "zod";
import { deriveKey, passphraseCost } from "../../readers/index.ts";
import { whyInWords } from "../../system/index.ts";

const cipherName = "aes-256-gcm";
const keyBytes = 32;
const tagBytes = 16;
/** Of plain text a piece: each is authenticated by itself, so that nothing of a changed file is ever used. */
const pieceBytes = 2 ** 16;
const longestHeader = 2 ** 12;
const base64 = (bytes: number) => z.string().refine((text) => Buffer.from(text, "base64").length === bytes);

/** The first line of a sealed file, as JSON: all that can be read of it without its key. Files of version 1 have no `keyCheck` and no `checksum`. */
const firstHeaderSchema = z.strictObject({
  format: z.literal("fascicle packet"),
  formatVersion: z.literal(1),
  contents: z.enum(["packet", "return"]),
  packet: z.uuid(),
  /** scrypt of a passphrase (a packet), or HKDF of the key that its packet holds (a return); of this salt, so that no two files have one key. */
  key: z.enum([`scrypt, N 2^${passphraseCost.logN}, r ${passphraseCost.blockSize}, p ${passphraseCost.parallelization}`, "HKDF-SHA-256"]),
  cipher: z.literal(`${cipherName}, pieces of ${pieceBytes}`),
  salt: base64(16),
});
const headerSchema = firstHeaderSchema.extend({
  formatVersion: z.literal(2),
  /** HKDF-SHA-256 of the key: tells a wrong passphrase from damage. Guessing costs the same scrypt with it as with the first piece. */
  keyCheck: base64(16),
  /** SHA-256 (hex) over the JSON of all other fields: finds damage, not intent; pieces are authenticated with the whole line. */
  checksum: z.string().length(64),
});
type Header = z.infer<typeof firstHeaderSchema> | z.infer<typeof headerSchema>;
const newestVersion = headerSchema.shape.formatVersion.value;

/** What a file is: a packet, or the return of one. */
export type SealedName = Pick<Header, "contents" | "packet">;

/** What a file is sealed under. */
export type Secret = { readonly passphrase: string } | { readonly key: Buffer };

async function keyOf(secret: Secret, { salt: text }: Pick<Header, "salt">): Promise<Buffer> {
  const salt = Buffer.from(text, "base64");
  if ("key" in secret) return Buffer.from(hkdfSync("sha256", secret.key, salt, "fascicle return", keyBytes));
  const { logN, blockSize, parallelization } = passphraseCost;
  return deriveKey(secret.passphrase, salt, keyBytes, { N: 2 ** logN, r: blockSize, p: parallelization });
}

const keyCheckOf = (key: Buffer, { salt }: Pick<Header, "salt">): Buffer =>
  Buffer.from(hkdfSync("sha256", key, Buffer.from(salt, "base64"), "fascicle packet key check", 16));

const checksumOf = (fields: object): string => hash("sha256", JSON.stringify(fields), "hex");

/** Eleven bytes that count pieces, and one that is 1 for the last: none can be left out, moved, or cut off (STREAM, Hoang et al. 2015). */
function nonceOf(piece: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(piece, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Writes a sealed file in pieces, never whole in memory: `write` adds plain text, `end` writes the last piece. */
export async function sealTo(
  file: FileHandle,
  name: SealedName,
  secret: Secret,
): Promise<{ write(bytes: Uint8Array): Promise<void>; end(): Promise<void> }> {
  const salt = randomBytes(16).toString("base64");
  const key = await keyOf(secret, { salt });
  const fields = {
    format: "fascicle packet",
    formatVersion: newestVersion,
    contents: name.contents,
    packet: name.packet,
    key: headerSchema.shape.key.options["key" in secret ? 1 : 0]!,
    cipher: headerSchema.shape.cipher.value,
    salt,
    keyCheck: keyCheckOf(key, { salt }).toString("base64"),
  } as const;
  const header: z.infer<typeof headerSchema> = { ...fields, checksum: checksumOf(fields) };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  await file.writeFile(line);
  let piece = 0;
  let waiting: Buffer = Buffer.alloc(0);
  const seal = async (plain: Uint8Array, isLast: boolean) => {
    const cipher = createCipheriv(cipherName, key, nonceOf(piece++, isLast), { authTagLength: tagBytes }).setAAD(line);
    await file.writeFile(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
  };
  return {
    write: async (bytes) => {
      let rest = Buffer.concat([waiting, bytes]);
      // One that could be the last one waits.
      for (; rest.length > pieceBytes; rest = rest.subarray(pieceBytes)) await seal(rest.subarray(0, pieceBytes), false);
      waiting = Buffer.from(rest);
    },
    end: () => seal(waiting, true),
  };
}

/** What a sealed file says of itself. Throws PlainError where it is none, or one of another version. */
export async function nameOfSealed(path: string): Promise<SealedName> {
  const file = await openFile(path);
  try {
    const { contents, packet } = (await readHeader(file, basename(path))).header;
    return { contents, packet };
  } finally {
    await file.close();
  }
}

/** The plain text of a sealed file, piece by piece. Throws PlainError where the secret is another one, or the file was changed or cut. */
export async function* openSealed(path: string, secret: Secret): AsyncGenerator<Buffer> {
  const name = basename(path);
  const file = await openFile(path);
  try {
    const { header, line } = await readHeader(file, name);
    const key = await keyOf(secret, header);
    const isKeyKnown = header.formatVersion === newestVersion;
    if (isKeyKnown && !timingSafeEqual(keyCheckOf(key, header), Buffer.from(header.keyCheck, "base64")))
      throw new PlainError(
        "passphrase" in secret
          ? `${name}: the passphrase is not the one that it was written with. Nothing was taken in.`
          : `${name}: it is sealed under another key than that of its packet. Nothing was taken in.`,
      );
    const open = (sealed: Buffer, piece: number, isLast: boolean): Buffer | undefined => {
      try {
        const cipher = createDecipheriv(cipherName, key, nonceOf(piece, isLast), { authTagLength: tagBytes }).setAAD(line);
        cipher.setAuthTag(sealed.subarray(-tagBytes));
        return Buffer.concat([cipher.update(sealed.subarray(0, -tagBytes)), cipher.final()]);
      } catch {
        return undefined;
      }
    };
    const { size } = await file.stat();
    for (let piece = 0, at = line.length; ; piece++) {
      const sealed = Buffer.alloc(Math.max(0, Math.min(pieceBytes + tagBytes, size - at)));
      const { bytesRead } = await file.read(sealed, 0, sealed.length, at);
      at += sealed.length;
      const isLast = at >= size;
      const plain = bytesRead === sealed.length && sealed.length >= tagBytes ? open(sealed, piece, isLast) : undefined;
      if (!plain) throw faultOf(name, piece === 0 && "passphrase" in secret && !isKeyKnown);
      yield plain;
      if (isLast) return;
    }
  } finally {
    await file.close();
  }
}

function faultOf(name: string, isPerhapsPassphrase: boolean): PlainError {
  return isPerhapsPassphrase
    ? new PlainError(`${name}: the passphrase is not the one that it was written with, or the file is damaged. Nothing was taken in.`)
    : new PlainError(`${name}: the file is damaged or cut short. Nothing was taken in. Copy it again.`);
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const there = await stat(path);
    if (!there.isFile())
      throw new PlainError(
        `${path} is ${there.isDirectory() ? "a folder" : "no file"}. Name the file of a packet, or of the return of one.`,
      );
    return await open(path);
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new PlainError(`${path}: the packet cannot be read: ${whyInWords(code)}.`, { cause });
  }
}

async function readHeader(file: FileHandle, name: string): Promise<{ header: Header; line: Buffer }> {
  const start = Buffer.alloc(longestHeader);
  const { bytesRead } = await file.read(start, 0, longestHeader, 0);
  const end = start.subarray(0, bytesRead).indexOf(10);
  const line = start.subarray(0, end + 1);
  let content: unknown;
  try {
    content = JSON.parse(line.toString("utf8"));
  } catch {
    content = undefined;
  }
  if ((content as { format?: unknown } | undefined)?.format !== "fascicle packet")
    throw new PlainError(`${name}: is no packet of Fascicle, nor a return of one.`);
  const { formatVersion } = content as { readonly formatVersion?: unknown };
  const damaged = () => new PlainError(`${name}: its first line is damaged. Nothing was taken in. Copy it again.`);
  if (typeof formatVersion === "number" && formatVersion > newestVersion)
    throw new PlainError(
      `${name}: was written by another version of Fascicle (format ${formatVersion}; this one reads 1 to ${newestVersion}). Nothing was taken in.`,
    );
  const { success, data } = z.discriminatedUnion("formatVersion", [firstHeaderSchema, headerSchema]).safeParse(content);
  if (!success) throw damaged();
  if (data.formatVersion === newestVersion) {
    const { checksum, ...fields } = data;
    if (checksumOf(fields) !== checksum) throw damaged();
  }
  return { header: data, line };
}
