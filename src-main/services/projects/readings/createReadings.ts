import type { ReadingLacks } from "#shared/api/reading.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { checkAnswer } from "#shared/domain/project/answer.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { isWritable, readingTable, stateAfter } from "#shared/domain/project/states.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Segmentations } from "../../segmentation/index.ts";
import type { Author, Store } from "../../store/index.ts";
import { createFindLevels } from "../caseLevels.ts";
import { createCaseTables, type CaseRow } from "../caseTables.ts";
import { createLogTable } from "../logTable.ts";
import { createProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import { createPacketTables } from "../packets/packetTables.ts";
import { createProjectWriter } from "../writeProject.ts";
import { coordinateReadings } from "./coordinateReadings.ts";
import { createDrawingHashes } from "./drawingHash.ts";
import { createDrawnLabels, lacksOfReading } from "./lacksOfReading.ts";
import { openReadingOf } from "./openReading.ts";
import { ownReadings } from "./ownReadings.ts";
import type { ReadingImage, Readings } from "./readings.ts";
import { readingImages } from "./readingImages.ts";
import { listed, refuseIncomplete } from "./refuseIncomplete.ts";
import { createReadingTables, type AnswerRow, type ReadingImageRow, type ReadingRow } from "./readingTables.ts";
import { signedContent } from "./signedContent.ts";

interface Parts {
  readonly store: Store;
  readonly segmentations: Pick<Segmentations, "createIn">;
  readonly keys: Pick<SigningKeys, "sign" | "current">;
}

/** Makes the readings of one store. */
export function createReadings({ store, segmentations, keys }: Parts): Readings {
  const [tables, projects, cases, log] = [
    createReadingTables(store),
    createProjectTables(store),
    createCaseTables(store),
    createLogTable(store),
  ];
  const [hashes, drawnLabels] = [createDrawingHashes(store), createDrawnLabels(store)];
  const findLevels = createFindLevels(store);
  const packets = createPacketTables(store);
  const writeOwn = createProjectWriter({ store, tables: projects, log, refuse: () => undefined });

  // Every stroke and answer asks for it: what was read last is not read again.
  let last: { readonly content: string; readonly protocol: Protocol } | undefined;
  const protocolOf = ({ projectId, protocolVersion }: ReadingRow): Protocol => {
    const { content } = projects.protocols(projectId).find(({ version }) => version === protocolVersion)!;
    if (last?.content !== content) last = { content, protocol: parseProtocol(JSON.parse(content)) };
    return last.protocol;
  };
  const caseOf = ({ caseId }: ReadingRow): CaseRow => cases.findById(caseId)!;
  const levelsOf = (row: ReadingRow, protocol: Protocol) =>
    new Map(protocol.regions.map((region) => [region.id, findLevels(row.caseId, region)]));
  const planOf = (by: Author, projectId?: string) =>
    tables
      .ofReader(by.readerId)
      .filter((row) => projectId === undefined || row.projectId === projectId)
      .flatMap((row) => {
        const { state, isTraining } = caseOf(row);
        const isAsking = tables.questions(row.id).some(({ answer }) => answer === null);
        const notBefore = packets.origin(row.projectId)?.notBefore ?? null;
        return state === "excluded" ? [] : [{ row, isTraining: isTraining === 1, isAsking, notBefore }];
      });

  /** One's own, of a running project. */
  const own = (by: Author, readingId: string): ReadingRow => {
    const row = tables.find(readingId);
    if (!row || row.readerId !== by.readerId) throw new PlainError("You have no such reading.");
    const project = projects.find(row.projectId)!;
    if (project.state !== "running") throw new PlainError(`“${project.name}” is ${project.state}: its readings are not opened any more.`);
    if (caseOf(row).state === "excluded") throw new PlainError(`Case ${row.code} was taken out of the study.`);
    return row;
  };
  /** One's own that is open: what was submitted, and what was not opened yet, is not shown. */
  const opened = (by: Author, readingId: string): ReadingRow => {
    const row = own(by, readingId);
    if (row.openedAt === null) throw new PlainError(`Case ${row.code} was not opened yet. Open it from the list of readings.`);
    if (!isWritable(row.state)) throw new PlainError(`The reading of case ${row.code} was submitted and is locked.`);
    return row;
  };
  const describe = (row: ReadingRow) => {
    const protocol = protocolOf(row);
    return openReadingOf({
      row,
      project: projects.find(row.projectId)!.name,
      protocol,
      isTraining: caseOf(row).isTraining === 1,
      images: tables.images(row.id),
      answers: tables.latestAnswers(row.id),
      questions: tables.questions(row.id),
      levels: levelsOf(row, protocol),
    });
  };
  const lacksOf = (row: ReadingRow) => {
    const protocol = protocolOf(row);
    return lacksOfReading(
      { protocol, images: tables.images(row.id), answers: tables.latestAnswers(row.id), levels: levelsOf(row, protocol) },
      drawnLabels,
    );
  };
  const imagesOf = (row: ReadingRow): ReadingImage[] =>
    readingImages(row.id, protocolOf(row), tables.images(row.id), cases.roles(row.caseId));

  const openedImage = (by: Author, row: ReadingImageRow | undefined): ReadingImage => {
    const image = row && imagesOf(opened(by, row.readingId)).find(({ imageId }) => imageId === row.id);
    if (!image) throw new PlainError("Your open readings have no such image or drawing.");
    return image;
  };

  const open: Readings["open"] = (by, readingId) => {
    const known = own(by, readingId);
    if (known.openedAt !== null) return describe(opened(by, readingId));
    const protocol = protocolOf(known);
    const { next, whyNone } = ownReadings(planOf(by, known.projectId), protocol, store.now());
    if (next?.readingId !== readingId)
      throw new PlainError(next ? `Case ${known.code} is not the next one: that is ${next.code}.` : whyNone!);
    writeOwn(by, known.projectId, "reading.open", (current, tell) => {
      const row = own(by, readingId);
      if (row.openedAt !== null) return;
      const after = { ...row, openedAt: current.at };
      tables.save(after);
      const { code } = caseOf(row);
      tell({ subject: subjects.reading(row), before: states.reading(row, code), after: states.reading(after, code) });
      const rows = tables.images(row.id);
      for (const { imageId, volumeId, region: of, role } of imagesOf(row)) {
        const region = protocol.regions.find(({ id }) => id === of.id)!;
        if (role.use !== "drawn on" || region.drawing.kind === "nothing") continue;
        const name = `${region.name}, ${role.name}`;
        const segmentationId = segmentations.createIn(current, { volumeId, name, segments: segmentsToDraw(region.drawing) });
        const drawingHash = hashes.upTo(segmentationId, 0)!;
        const image = { ...rows.find(({ id }) => id === imageId)!, segmentationId, drawingHash };
        tables.saveDrawing(image);
        tell({ action: "drawing.make", subject: subjects.drawing(row, image), before: null, after: states.drawing(0, drawingHash) });
      }
    });
    return describe(opened(by, readingId));
  };

  const answer: Readings["answer"] = (by, readingId, key, given) => {
    const { projectId } = opened(by, readingId);
    writeOwn(by, projectId, "answer.give", ({ at }, tell) => {
      const row = opened(by, readingId);
      const protocol = protocolOf(row);
      const found = protocol.forms
        .map((form) => ({ form, cell: formCells(form, protocol.regions).find((cell) => cell.key === key) }))
        .find(({ cell }) => cell !== undefined);
      if (!found) throw new PlainError("The forms of this study have no such field.");
      if (given) checkAnswer(found.form, found.cell!, given);
      const all = tables.answers(readingId);
      const before = all.findLast(({ field }) => field === key);
      const json = given === null ? null : JSON.stringify(given);
      if ((before?.answer ?? null) === json) return;
      if (protocol.scoring.order === "after drawing") refuseUndrawn(lacksOf(row).drawings);
      const kept: AnswerRow = { readingId, number: (all.at(-1)?.number ?? 0) + 1, version: row.version, field: key, answer: json, at };
      tables.insertAnswer(kept);
      tell({
        subject: subjects.answer(row, kept),
        before: before ? states.answer(before) : null,
        after: states.answer(kept),
      });
    });
  };

  const submit: Readings["submit"] = async (by, readingId, { passphrase, meaning }) => {
    const content = (row: ReadingRow, submittedAt: string, head: { number: number; hash: string }) =>
      signedContent({
        row,
        reader: by.name,
        protocolHash: projects.protocols(row.projectId).find(({ version }) => version === row.protocolVersion)!.contentHash,
        images: tables.images(readingId),
        answers: tables.latestAnswers(readingId),
        meaning,
        submittedAt,
        head,
      });
    const row = opened(by, readingId);
    refuseIncomplete(lacksOf(row));
    const submittedAt = store.now();
    const { number, hash } = log.head(row.projectId);
    const text = content(row, submittedAt, { number, hash });
    const { signature, keyNumber, fingerprint } = await keys.sign(by, passphrase, text);
    writeOwn(by, row.projectId, "reading.submit", (_write, tell) => {
      const now = opened(by, readingId);
      refuseIncomplete(lacksOf(now));
      // Time goes on while the reader signs: what was signed is what counts.
      if (content({ ...now, activeMs: row.activeMs }, submittedAt, { number, hash }) !== text)
        throw new PlainError("Something was drawn or answered while you signed. Look at it, then submit again.");
      const key = keys.current(by.readerId);
      if (key?.number !== keyNumber) throw new PlainError("Your passphrase was changed while you signed. Submit again.");
      const after: ReadingRow = { ...now, state: stateAfter(readingTable, now.state, "submit", ""), submittedAt };
      tables.save(after);
      const kept = { readingId, version: now.version, content: text, keyNumber, publicKey: key.publicKey, signature };
      tables.insertSignature(kept);
      const { code } = caseOf(now);
      tell({ subject: subjects.reading(now), before: states.reading(now, code), after: states.reading(after, code) });
      tell({ action: "reading.sign", subject: subjects.signature(now, kept), before: null, after: states.signature(kept) });
    });
    return { readingId, version: row.version, submittedAt, fingerprint, head: log.head(row.projectId) };
  };

  return {
    own: (by) =>
      [...Map.groupBy(planOf(by), ({ row }) => row.projectId)].map(([projectId, plan]) => ({
        projectId,
        project: projects.find(projectId)!.name,
        ...ownReadings(plan, protocolOf(plan[0]!.row), store.now()),
      })),
    open,
    describe: (by, readingId) => describe(opened(by, readingId)),
    images: (by, readingId) => imagesOf(opened(by, readingId)),
    image: (by, imageId) => openedImage(by, tables.image(imageId)),
    drawing: (by, segmentationId) => openedImage(by, tables.imageOfDrawing(segmentationId)),
    answer,
    ask: (by, readingId, text) => {
      const { projectId } = opened(by, readingId);
      writeOwn(by, projectId, "question.ask", ({ at }, tell) => {
        const row = opened(by, readingId);
        const number = tables.questions(readingId).length + 1;
        const question = { readingId, number, text: text.trim(), askedAt: at, answer: null, answeredAt: null };
        if (question.text === "") throw new PlainError("Write what you ask.");
        tables.saveQuestion(question);
        tell({ subject: subjects.question(row, question), before: null, after: states.question(question) });
      });
    },
    addActive: (by, readingId, milliseconds) => {
      const { id } = opened(by, readingId);
      store.write(by, () => tables.addActive(id, milliseconds));
    },
    lacks: (by, readingId) => lacksOf(opened(by, readingId)),
    submit,
    ...coordinateReadings({ store, projects, cases, tables, log, keys }),
  };
}

function refuseUndrawn(drawings: ReadingLacks["drawings"]): void {
  if (drawings.length > 0)
    throw new PlainError(`This study scores after drawing. Not drawn yet: ${listed(drawings.map(({ words }) => words))}.`);
}
