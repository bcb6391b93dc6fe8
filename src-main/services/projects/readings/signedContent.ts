import canonicalize from "canonicalize";
import type { Answers } from "#shared/domain/project/answer.ts";
import type { LogHead } from "#shared/domain/project/logChain.ts";
import type { ReadingImageRow, ReadingRow } from "./readingTables.ts";

interface Signed {
  /** 2 where nothing else is said. In format 1 the row may have had more active time than was signed (activeTime). */
  readonly formatVersion?: 1 | 2;
  readonly row: ReadingRow;
  readonly reader: string;
  readonly protocolHash: string;
  readonly images: readonly ReadingImageRow[];
  readonly answers: Answers;
  /** Those that the reader chose. */
  readonly levels: readonly { readonly region: string; readonly level: string; readonly sliceIndex: number }[];
  readonly meaning: string;
  readonly submittedAt: string;
  readonly head: LogHead;
  /** When the blind of the case was broken for this reader; null where it was not. */
  readonly blindBrokenAt: string | null;
}

/**
 * What a reader signs, as canonical JSON (RFC 8785): the reading and its version, the protocol's hash, the hash of every drawing
 * (drawingHash), every answer, the slices
 * that the reader chose,
 * name, time (UTC), meaning, since when the reader knows whose case it is (where the blind was broken), and the end of the project's log as it was then.
 */
export function signedContent({
  formatVersion = 2,
  row,
  reader,
  protocolHash,
  images,
  answers,
  levels,
  meaning,
  submittedAt,
  head,
  blindBrokenAt,
}: Signed): string {
  return canonicalize({
    signed: "fascicle reading",
    formatVersion,
    project: row.projectId,
    reading: row.id,
    code: row.code,
    readerNumber: row.readerNumber,
    pass: row.pass,
    version: row.version,
    protocol: protocolHash,
    drawings: images.map(({ region, role, drawingHash }) => ({ region, role, hash: drawingHash })),
    answers: Object.fromEntries(answers),
    ...(levels.length === 0 ? {} : { levels }),
    activeMs: row.activeMs,
    reader,
    submittedAt,
    meaning,
    ...(blindBrokenAt === null ? {} : { blindBrokenAt }),
    log: { number: head.number, hash: head.hash },
  })!;
}
