import { PlainError } from "#shared/domain/plainError.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import { readingTable, stateAfter } from "#shared/domain/project/states.ts";
import type { SegmentationHistories } from "../../segmentation/index.ts";
import type { Write } from "../../store/index.ts";
import type { createFindLevels } from "../caseLevels.ts";
import type { CaseTables } from "../caseTables.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { SignedTime } from "../readings/activeTime.ts";
import { lacksOfReading, type DrawnLabels } from "../readings/lacksOfReading.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import type { ReceivedReturn } from "./receiveReturn.ts";
import { strokeOf, type ReturnedReading } from "./returnContent.ts";

export interface KeepingParts {
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly readings: ReadingTables;
  readonly histories: Pick<SegmentationHistories, "insert">;
  readonly drawnLabels: DrawnLabels;
  readonly findLevels: ReturnType<typeof createFindLevels>;
}

export interface Writing {
  readonly open: Write;
  readonly tell: Tell;
}

/**
 * Keeps a returned reading within a write as one that was submitted: its drawings on the images of its case, its answers, questions and
 * signatures, each with its
 * entry in the log. It was found to be what was signed before (returnedSignatureFault). Throws PlainError where it is not complete.
 */
export function keepReading(
  parts: KeepingParts,
  { open, tell }: Writing,
  received: ReceivedReturn,
  { reading, row }: { readonly reading: ReturnedReading; readonly row: ReadingRow },
): void {
  const { cases, readings, projects } = parts;
  const { version, openedAt, submittedAt } = reading;
  const { activeMs } = JSON.parse(reading.signatures.at(-1)!.content) as SignedTime;
  const { code } = cases.findById(row.caseId)!;
  const after: ReadingRow = {
    ...row,
    version,
    openedAt,
    submittedAt,
    protocolVersion: versionOf(projects, row, received.content.protocol),
    state: stateAfter(readingTable, row.state, "submit", ""),
  };
  readings.save(after);
  readings.saveActive(row.id, activeMs);
  tell({ action: "reading.take", subject: subjects.reading(row), before: states.reading(row, code), after: states.reading(after, code) });
  keepDrawings(parts, { open, tell }, received, { reading, row: after });
  const latest = new Map<string, Parameters<typeof states.answer>[0] & { field: string }>();
  for (const [at, { field, answer, version: of, at: given }] of reading.answers.entries()) {
    const kept = {
      readingId: row.id,
      number: at + 1,
      version: of,
      field,
      answer: answer === null ? null : JSON.stringify(answer),
      at: given,
    };
    readings.insertAnswer(kept);
    latest.set(field, kept);
  }
  for (const kept of latest.values())
    tell({ action: "answer.take", subject: subjects.answer(row, kept), before: null, after: states.answer(kept) });
  for (const [at, { text, askedAt }] of reading.questions.entries()) {
    const kept = { readingId: row.id, number: at + 1, text, askedAt, answer: null, answeredAt: null };
    readings.saveQuestion(kept);
    tell({ action: "question.take", subject: subjects.question(row, kept), before: null, after: states.question(kept) });
  }
  const { number: keyNumber, publicKey } = received.content.key;
  for (const { version: of, content, signature } of reading.signatures) {
    const kept = { readingId: row.id, version: of, content, keyNumber, publicKey, signature };
    readings.insertSignature(kept);
    tell({ action: "signature.take", subject: subjects.signature(row, kept), before: null, after: states.signature(kept) });
  }
  const protocol = protocolOf(projects, after);
  const levels = new Map(protocol.regions.map((region) => [region.id, parts.findLevels(row.caseId, region)]));
  const lacks = lacksOfReading(
    { protocol, images: readings.images(row.id), answers: readings.latestAnswers(row.id), levels },
    parts.drawnLabels,
  );
  const missing = [...lacks.drawings.map(({ words }) => words), ...lacks.answers];
  if (missing.length > 0)
    throw new PlainError(
      `${received.fileName}: case ${row.code} is not complete: ${missing.slice(0, 6).join("; ")}. Nothing was taken in.`,
    );
}

function keepDrawings(
  { cases, readings, projects, histories }: KeepingParts,
  { open, tell }: Writing,
  received: ReceivedReturn,
  { reading, row }: { readonly reading: ReturnedReading; readonly row: ReadingRow },
): void {
  const roles = cases.roles(row.caseId);
  const protocol = protocolOf(projects, row);
  const ids = new Map<string, string>();
  const drawn = reading.drawings.map((each) => ({ ...each, history: received.drawings.get(each.sha256)! }));
  // What was drawn comes before its copies.
  for (const { region, role, hash, history } of drawn.toSorted(
    (a, b) => Number(a.history.copy !== null) - Number(b.history.copy !== null),
  )) {
    const { volumeId } = roles.find((each) => each.region === region && each.role === role)!;
    const of = protocol.regions.find(({ id }) => id === region)!;
    const { id, copy, strokes, ...rest } = history;
    const source = copy && ids.get(copy.sourceId);
    const segmentationId = histories.insert(
      open,
      {
        ...rest,
        id,
        strokes: strokes.map(strokeOf),
        copy: copy && source ? { ...copy, sourceId: source } : null,
      },
      {
        volumeId,
        name: `${of.name}, ${of.roles.find((each) => each.id === role)!.name}`,
        readerId: row.readerId,
        reader: received.content.reader,
      },
    );
    ids.set(id, segmentationId);
    const image = readings.images(row.id).find((each) => each.region === region && each.role === role)!;
    const kept = { ...image, segmentationId, drawingHash: hash };
    readings.saveDrawing(kept);
    tell({ action: "drawing.take", subject: subjects.drawing(row, kept), before: null, after: states.drawing(strokes.length, hash) });
  }
}

function protocolOf(projects: ProjectTables, { projectId, protocolVersion }: ReadingRow): Protocol {
  return parseProtocol(JSON.parse(projects.protocols(projectId).find(({ version }) => version === protocolVersion)!.content));
}

/** The version of the protocol with a hash: that which the reading has here, where it is that, as an amendment may bring an earlier content back. */
export function versionOf(projects: ProjectTables, { projectId, protocolVersion }: ReadingRow, contentHash: string): number {
  const all = projects.protocols(projectId).filter((each) => each.contentHash === contentHash);
  return (all.find(({ version }) => version === protocolVersion) ?? all.at(-1)!).version;
}
