import { createHash } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { z } from "zod";

/** A part of a packet or of a return: what it is, and how many bytes follow. */
const recordSchema = z.strictObject({
  kind: z.enum(["content", "image", "picture", "drawing", "log"]),
  byteLength: z.number().int().min(0),
});
type Kind = z.infer<typeof recordSchema>["kind"];
const longestLine = 200;
/** JSON is read whole. */
const mostJsonBytes = 2 ** 28;

/** Writes records one after the other: a line of JSON, then the bytes. `contentHash` is SHA-256 (hex) over all of them. */
export function createRecordWriter(write: (bytes: Uint8Array) => Promise<void>) {
  const digest = createHash("sha256");
  const put = async (bytes: Uint8Array) => {
    digest.update(bytes);
    await write(bytes);
  };
  return {
    write: async (kind: Kind, bytes: Uint8Array): Promise<void> => {
      await put(Buffer.from(`${JSON.stringify({ kind, byteLength: bytes.length })}\n`));
      await put(bytes);
    },
    contentHash: () => digest.digest("hex"),
  };
}

/** Reads what createRecordWriter wrote, from pieces of any length; `name` is the file's, for messages. */
export function createRecordReader(pieces: AsyncGenerator<Buffer>, name: string) {
  const digest = createHash("sha256");
  const wrong = () =>
    new PlainError(
      `${name}: its parts are not those that it is to have: it is damaged, or was changed. Nothing was taken in. Copy it again.`,
    );
  let waiting: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await pieces.next();
    if (done) return false;
    digest.update(value);
    waiting = Buffer.concat([waiting, value]);
    return true;
  };
  /** The length of the next record, which is of this kind. */
  const lengthOf = async (kind: Kind): Promise<number> => {
    while (!waiting.includes(10)) if (waiting.length > longestLine || !(await more())) throw wrong();
    const end = waiting.indexOf(10);
    const { success, data } = recordSchema.safeParse(jsonOf(waiting.subarray(0, end).toString("utf8")));
    if (!success || data.kind !== kind) throw wrong();
    waiting = waiting.subarray(end + 1);
    return data.byteLength;
  };
  /** Hands the bytes of a record to `use`, piece by piece. */
  const copy = async (kind: Kind, use: (bytes: Buffer) => Promise<void>): Promise<void> => {
    let left = await lengthOf(kind);
    while (left > 0) {
      if (waiting.length === 0 && !(await more())) throw wrong();
      const part = waiting.subarray(0, left);
      waiting = waiting.subarray(part.length);
      left -= part.length;
      await use(part);
    }
  };
  return {
    copy,
    /** The text of the next record. Throws PlainError where it is of another kind. */
    text: async (kind: Kind): Promise<string> => {
      const parts: Buffer[] = [];
      let total = 0;
      await copy(kind, (part) => {
        total += part.length;
        if (total > mostJsonBytes) throw wrong();
        parts.push(Buffer.from(part));
        return Promise.resolve();
      });
      return Buffer.concat(parts).toString("utf8");
    },
    /** Closes the file, wherever reading has come to. */
    close: () => pieces.return(undefined),
    /** Reads to the end, at which nothing else may stand; answers SHA-256 (hex) over all records. */
    end: async (): Promise<string> => {
      while (waiting.length === 0) if (!(await more())) return digest.digest("hex");
      throw wrong();
    },
  };
}
export type RecordReader = ReturnType<typeof createRecordReader>;

/** What a schema makes of the JSON of a record. Throws PlainError that names the file and the field. */
export function parseRecord<Schema extends z.ZodType>(schema: Schema, text: string, name: string): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(jsonOf(text));
  if (success) return data;
  const [issue] = error.issues;
  throw new PlainError(
    `${name}: ${issue!.path.join(", ") || "its content"}: is not what this version of Fascicle reads; it may come from a newer one. Nothing was taken in.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
