import { createReadStream } from "node:fs";

const lineFeed = 10;
const quote = 34;

/** A record of a file and the bytes it takes there, its line end included. */
export interface TableRecord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The records of a text file that end in a line feed, one after the other, so that a file of any size can be read; what stands behind the last line feed is no
 * record. `quoted`: line feeds within quotes belong to a record (CSV).
 */
export async function* tableRecords(path: string, { quoted }: { quoted: boolean }): AsyncGenerator<TableRecord> {
  let begun: Uint8Array[] = [];
  let from = 0;
  let offset = 0;
  let isQuoted = false;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (chunk[at] === quote && quoted) isQuoted = !isQuoted;
      if (chunk[at] !== lineFeed || isQuoted) continue;
      const bytes = Buffer.concat([...begun, chunk.subarray(start, at)]);
      begun = [];
      start = at + 1;
      yield { text: bytes.toString("utf8").replace(/\r$/, ""), from, to: offset + start };
      from = offset + start;
    }
    begun.push(chunk.subarray(start));
    offset += chunk.length;
  }
}
