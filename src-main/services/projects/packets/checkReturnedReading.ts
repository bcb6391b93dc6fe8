import { checkAnswer, type Answer } from "#shared/domain/project/answer.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { decodeRuns, labelsOfRuns } from "#shared/domain/runLength.ts";
import { z } from "zod";
import { verifySignature } from "../../readers/index.ts";
import { isActiveAsSigned } from "../readings/activeTime.ts";
import { historyHash } from "../readings/drawingHash.ts";
import type { ReadingImageRow, ReadingRow } from "../readings/readingTables.ts";
import { signedContent } from "../readings/signedContent.ts";
import type { ReceivedReturn } from "./receiveReturn.ts";
import { strokeOf, type ReturnedDrawing, type ReturnedReading } from "./returnContent.ts";

/** What is taken from a signed content; all else of it is worked out again. */
const signedSchema = z.object({
  meaning: z.string(),
  formatVersion: z.literal([1, 2]),
  activeMs: z.number(),
  reader: z.string(),
  log: z.object({ number: z.number().int().min(1), hash: z.string() }),
});

/** What a returned reading is compared with: its rows here. */
export interface ExpectedReading {
  readonly row: ReadingRow;
  readonly protocol: Protocol;
  readonly images: readonly ReadingImageRow[];
  /** Size of the image that has a role; undefined where none has. */
  readonly sizeOf: (
    region: string,
    role: string,
  ) => { readonly columns: number; readonly rows: number; readonly slices: number } | undefined;
}

/** What of a returned reading does not fit the forms and the images it is of, in words; null where all does. */
export function returnedReadingFault(received: ReceivedReturn, reading: ReturnedReading, expected: ExpectedReading): string | null {
  return answerFault(reading, expected) ?? drawingsFault(received, reading, expected);
}

/**
 * What of a returned reading is not what was signed, in words; null where all is: signatures, answers, active time, every drawing from its first stroke. It
 * does not matter whether the reading is here already.
 */
export function returnedSignatureFault(
  { content: returned, entries, drawings }: ReceivedReturn,
  reading: ReturnedReading,
  { row, images }: Pick<ExpectedReading, "row" | "images">,
): string | null {
  const { code, signatures, version, submittedAt } = reading;
  for (const { content, signature } of signatures)
    if (!verifySignature(returned.key.publicKey, content, signature)) return `a signature of case ${code} does not fit what was signed`;
  const newest = signatures.at(-1)!;
  const { success, data: signed } = signedSchema.safeParse(jsonOf(newest.content));
  if (!success) return `what was signed of case ${code} cannot be read`;
  const latest = new Map<string, Answer>();
  for (const { field, answer } of reading.answers) {
    if (answer === null) latest.delete(field);
    else latest.set(field, answer);
  }
  const whole = signedContent({
    formatVersion: signed.formatVersion,
    row: { ...row, projectId: returned.packet, version, activeMs: signed.activeMs },
    reader: signed.reader,
    protocolHash: returned.protocol,
    images: images.map((image) => ({ ...image, drawingHash: drawingOf(reading, image)?.hash ?? null })),
    answers: latest,
    // Studies with levels that readers choose have no packets (planPacket), and a broken blind is kept in the coordinator's folder alone.
    levels: [],
    blindBrokenAt: null,
    meaning: signed.meaning,
    submittedAt,
    head: signed.log,
  });
  if (newest.version !== version || whole !== newest.content || !isActiveAsSigned(reading.activeMs, signed))
    return `case ${code} holds something else than what was signed`;
  for (const { region, role, hash, sha256 } of reading.drawings) {
    const { segments, strokes } = drawings.get(sha256)!;
    if (historyHash({ segments, strokes: strokes.map(strokeOf) }) !== hash)
      return `the drawing of case ${code}, ${region}, ${role} is not what was signed`;
  }
  return entries[signed.log.number - 1]?.hash === signed.log.hash
    ? null
    : `case ${code} was signed with another log than the one that came back`;
}

const drawingOf = ({ drawings }: ReturnedReading, { region, role }: Pick<ReadingImageRow, "region" | "role">) =>
  drawings.find((each) => each.region === region && each.role === role);

function answerFault({ code, answers }: ReturnedReading, { protocol: { forms, regions } }: ExpectedReading): string | null {
  for (const { field, answer } of answers) {
    const found = forms
      .map((form) => ({ form, cell: formCells(form, regions).find((cell) => cell.key === field) }))
      .find(({ cell }) => cell !== undefined);
    if (!found) return `case ${code} has an answer to a field that the forms do not have`;
    try {
      if (answer) checkAnswer(found.form, found.cell!, answer);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      return `case ${code}, ${error.message.replace(/\.$/, "")}`;
    }
  }
  return null;
}

function drawingsFault({ drawings }: ReceivedReturn, reading: ReturnedReading, { protocol, sizeOf }: ExpectedReading): string | null {
  for (const { region: id, role, sha256 } of reading.drawings) {
    const region = protocol.regions.find((each) => each.id === id);
    const use = region?.roles.find((each) => each.id === role)?.use;
    const size = sizeOf(id, role);
    const where = `the drawing of case ${reading.code}, ${id}, ${role}`;
    if (!region || !size || use === undefined || use === "shown beside") return `${where} is on an image that nothing is drawn on`;
    const words = drawingFault(drawings.get(sha256)!, region, size);
    if (words !== null) return `${where} ${words}`;
  }
  return null;
}

function drawingFault(
  { columns, rows, slices, segments, strokes }: ReturnedDrawing,
  region: Region,
  size: { readonly columns: number; readonly rows: number; readonly slices: number },
): string | null {
  if (columns !== size.columns || rows !== size.rows || slices !== size.slices)
    return `is of ${columns} x ${rows} x ${slices} voxels, and the image has ${size.columns} x ${size.rows} x ${size.slices}`;
  const asked = segmentsToDraw(region.drawing);
  const isAsked = segments.every(({ number, name, addedRevision, removedRevision }) => {
    const segment = asked.find((each) => each.number === number);
    return segment?.name === name && addedRevision === 0 && removedRevision === null;
  });
  if (!isAsked || segments.length !== asked.length) return "has other segments than the protocol's";
  const labels = new Uint8Array(columns * rows);
  for (const [at, stroke] of strokes.entries()) {
    if (stroke.revision !== at + 1 || stroke.changesSegments) return "has a gap in its history";
    for (const { sliceIndex, runs: text } of stroke.slices) {
      const runs = Buffer.from(text, "base64");
      try {
        decodeRuns(runs, labels);
      } catch {
        return `does not fill slice ${sliceIndex + 1}`;
      }
      if (sliceIndex >= slices || labelsOfRuns(runs).some((label) => label > asked.length))
        return `reaches beyond the image, or its segments`;
    }
  }
  return null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
