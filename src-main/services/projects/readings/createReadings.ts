import type { OpenReading } from "#shared/api/reading.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { checkAnswer } from "#shared/domain/project/answer.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { isWritable, readingTable, stateAfter } from "#shared/domain/project/states.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Segmentations } from "../../segmentation/index.ts";
import type { Author, Store, Write } from "../../store/index.ts";
import { isCaseReady } from "../caseGate.ts";
import { createCaseTables, type CaseRow } from "../caseTables.ts";
import { createLevelTables } from "../levelTables.ts";
import { createLogTable } from "../logTable.ts";
import { createProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import { awayWords, packetOfReading } from "../packets/packetOfReading.ts";
import { createPacketTables } from "../packets/packetTables.ts";
import { createPictureTables } from "../pictures/pictureTables.ts";
import { shownPicture } from "../pictures/shownPicture.ts";
import { createProjectWriter, type Tell } from "../writeProject.ts";
import { activeAfter } from "./activeTime.ts";
import { createBrokenBlindTables } from "./brokenBlindTables.ts";
import { coordinateReadings } from "./coordinateReadings.ts";
import { createReadingLevels } from "./createReadingLevels.ts";
import { createReferences } from "./createReferences.ts";
import { createTraining } from "./createTraining.ts";
import { createAnew } from "./beginAnew.ts";
import { createEarlyOpenings } from "./earlyOpenings.ts";
import { createSeenOpenings } from "./seenOpenings.ts";
import { createDrawnLabels, lacksOfReading } from "./lacksOfReading.ts";
import { openReadingOf } from "./openReading.ts";
import { ownReadings, preparingWords } from "./ownReadings.ts";
import { createProtocolReader } from "./protocolReader.ts";
import { readingImages } from "./readingImages.ts";
import { createDrawings } from "./resumeReading.ts";
import type { ReadingImage, Readings } from "./readings.ts";
import { isReference } from "./referenceReading.ts";
import { refuseIncomplete } from "./refuseIncomplete.ts";
import { createReadingTables, type AnswerRow, type ReadingImageRow, type ReadingRow } from "./readingTables.ts";
import { createScoringOrder } from "./scoringOrder.ts";
import { createShownFacts } from "./shownFacts.ts";
import { signedContent } from "./signedContent.ts";

interface Parts {
  readonly store: Store;
  readonly segmentations: Pick<Segmentations, "createIn" | "redrawIn">;
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
  const drawnLabels = createDrawnLabels(store);
  const [broken, scoringOrder, facts] = [createBrokenBlindTables(store), createScoringOrder(store), createShownFacts(store)];
  const readingLevels = createReadingLevels(store, cases);
  const [packets, pictures] = [createPacketTables(store), createPictureTables(store)];
  const writeOwn = createProjectWriter({ store, tables: projects, log, refuse: () => undefined });

  const [anew, levelTables, parse] = [createAnew({ store, cases, tables }), createLevelTables(store), createProtocolReader()];
  const isReady = (protocol: Protocol, caseId: string) => isCaseReady({ cases, levels: levelTables }, protocol, caseId);
  const [early, seen] = [createEarlyOpenings({ cases, tables, log }), createSeenOpenings({ projects, cases, log })];
  const washoutsOf = ({ passes }: Protocol) => passes.map(({ washout }) => washout);
  const drawings = createDrawings({ store, cases, tables, segmentations, anew });
  const protocolOf = ({ projectId, protocolVersion }: ReadingRow): Protocol =>
    parse(projects.protocols(projectId).find(({ version }) => version === protocolVersion)!);
  const training = createTraining({ store, projects, cases, tables, protocolOf, newest: (projectId) => newest(projectId) });
  const newest = (projectId: string): Protocol => parse(projects.protocols(projectId).at(-1)!);
  const caseOf = ({ caseId }: ReadingRow): CaseRow => cases.findById(caseId)!;
  /** That a reading is out in a packet, in words; null where it is not. */
  const awayOf = (row: ReadingRow): string | null => {
    const packet = packetOfReading(packets, row);
    return packet ? awayWords(row.code, packet) : null;
  };
  const planOf = (by: Author, projectId?: string) =>
    tables
      .ofReader(by.readerId)
      .filter((row) => !isReference(row) && (projectId === undefined || row.projectId === projectId))
      .flatMap((row) => {
        const { state, isTraining } = caseOf(row);
        const isAsking = tables.questions(row.id).some(({ answer }) => answer === null);
        const isPreparing = row.state !== "submitted" && row.state !== "withdrawn" && !isReady(protocolOf(row), row.caseId);
        const notBefore = packets.origin(row.projectId)?.notBefore ?? null;
        const canCompare = training.shownReference(row) !== undefined;
        const away = awayOf(row);
        return state === "excluded" ? [] : [{ row, isTraining: isTraining === 1, isAsking, isPreparing, away, canCompare, notBefore }];
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
  const refuseUnready = (row: ReadingRow, protocol: Protocol): void => {
    if (!isReady(protocol, row.caseId)) throw new PlainError(preparingWords(row.code));
  };
  /** One's own that is open: what was submitted, and what was not opened yet, is not shown. */
  const inWork = (by: Author, readingId: string): ReadingRow => {
    const row = own(by, readingId);
    if (row.openedAt === null) throw new PlainError(`Case ${row.code} was not opened yet. Open it from the list of readings.`);
    if (!isWritable(row.state)) throw new PlainError(`The reading of case ${row.code} was submitted and is locked.`);
    return row;
  };
  /** The same, with all that it needs: what is drawn on is its series, and its segments are those of its protocol. */
  const opened = (by: Author, readingId: string): ReadingRow => {
    const row = inWork(by, readingId);
    refuseUnready(row, protocolOf(row));
    if (row.isToResume === 1)
      throw new PlainError(
        `A series of case ${row.code}, or the study's protocol, was changed. Open the case again from the list of readings.`,
      );
    return row;
  };
  /** One's own that is open, or a training case that is compared with the coordinator's reading. */
  const shown = (by: Author, readingId: string): ReadingRow => {
    const row = own(by, readingId);
    return training.shownReference(row) ? row : opened(by, readingId);
  };
  const describe = (row: ReadingRow) => {
    const protocol = protocolOf(row);
    return openReadingOf({
      row,
      project: projects.find(row.projectId)!.name,
      protocol,
      isTraining: caseOf(row).isTraining === 1,
      patient: facts.patient(row.caseId, protocol),
      images: tables.images(row.id),
      answers: tables.latestAnswers(row.id),
      questions: tables.questions(row.id),
      levels: readingLevels.of(row, protocol),
      hasDrawn: scoringOrder.hasDrawn(row.id),
      coordinators: training.comparisonOf(row),
    });
  };
  const lacksOf = (row: ReadingRow) => {
    const protocol = protocolOf(row);
    return lacksOfReading(
      { protocol, images: tables.images(row.id), answers: tables.latestAnswers(row.id), levels: readingLevels.of(row, protocol) },
      drawnLabels,
    );
  };
  const imagesOf = (row: ReadingRow): ReadingImage[] => {
    const protocol = protocolOf(row);
    return readingImages(row.id, protocol, tables.images(row.id), cases.roles(row.caseId), (id) => facts.seriesDescription(id, protocol));
  };

  const openedImage = (by: Author, row: ReadingImageRow | undefined): ReadingImage => {
    const image = row && imagesOf(shown(by, row.readingId)).find(({ imageId }) => imageId === row.id);
    if (!image) throw new PlainError("Your open readings have no such image or drawing.");
    return image;
  };

  /** The reader's image on which the coordinator drew a segmentation; undefined where it is not shown to this reader. */
  const comparedImage = (by: Author, segmentationId: string): ReadingImage | undefined => {
    const place = training.comparedDrawing(by, segmentationId);
    const image = place && imagesOf(shown(by, place.readingId)).find(({ imageId }) => imageId === place.imageId);
    return image && { ...image, segmentationId };
  };
  /** Why a reader may not open cases that count yet. */
  const whyNotCounted =
    ({ projectId, readerNumber }: ReadingRow) =>
    () =>
      training.whyNotPassed(projectId, readerNumber, newest(projectId));
  /** Opens a reading for the first time, within a write. */
  const begin = (current: Write, tell: Tell, row: ReadingRow, protocol: Protocol): void => {
    refuseUnready(row, protocol);
    const after = { ...row, openedAt: current.at };
    tables.save(after);
    const { code } = caseOf(row);
    tell({ subject: subjects.reading(row), before: states.reading(row, code), after: states.reading(after, code) });
    early.atOpening(tell, after, washoutsOf(newest(row.projectId)));
    seen.atOpening(tell, after);
    drawings.makeDrawings(current, tell, after, protocol);
  };

  const open: Readings["open"] = (by, readingId) => {
    const known = own(by, readingId);
    if (known.openedAt !== null) return openAgain(by, known);
    const { next, whyNone } = ownReadings(planOf(by, known.projectId), newest(known.projectId), store.now(), whyNotCounted(known));
    if (next?.readingId !== readingId)
      throw new PlainError(next ? `Case ${known.code} is not the next one: that is ${next.code}.` : whyNone!);
    writeOwn(by, known.projectId, "reading.open", (current, tell) => {
      const row = own(by, readingId);
      if (row.openedAt !== null) return;
      const away = awayOf(row);
      if (away !== null) throw new PlainError(away);
      const protocol = protocolOf(row);
      if (caseOf(row).isTraining === 0) training.keepPass(tell, current.at, row, newest(row.projectId));
      begin(current, tell, row, protocol);
    });
    return describe(opened(by, readingId));
  };
  /** Goes on with a reading; first with what a replaced series or an amended protocol made of it. */
  const openAgain = (by: Author, row: ReadingRow): OpenReading => {
    const { id, projectId, isToResume } = row;
    if (training.shownReference(row)) return describe(row);
    if (isToResume === 1)
      writeOwn(by, projectId, "reading.resume", (current, tell) => {
        const now = inWork(by, id);
        refuseUnready(now, protocolOf(now));
        if (now.isToResume === 1) drawings.resume(current, tell, now, caseOf(now).code, protocolOf(now));
      });
    return describe(opened(by, id));
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
      const isMissing = found.cell!.item.isRequired && (before?.answer ?? null) === null;
      scoringOrder.refuseAnswer(row, protocol, isMissing, () => lacksOf(row));
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
        levels: readingLevels.signed(row.id),
        blindBrokenAt: broken.of(row)?.brokenAt ?? null,
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
      tables.saveActive(readingId, row.activeMs);
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
        isPacket: packets.origin(projectId) !== undefined,
        ...ownReadings(plan, newest(projectId), store.now(), whyNotCounted(plan[0]!.row)),
      })),
    open,
    describe: (by, readingId) => describe(shown(by, readingId)),
    images: (by, readingId) => imagesOf(shown(by, readingId)),
    image: (by, imageId) => openedImage(by, tables.image(imageId)),
    drawing: (by, segmentationId) => openedImage(by, tables.imageOfDrawing(segmentationId)),
    shownDrawing: (by, segmentationId) => comparedImage(by, segmentationId) ?? openedImage(by, tables.imageOfDrawing(segmentationId)),
    picture: (by, readingId, name) => {
      const row = shown(by, readingId);
      return shownPicture(pictures, row.projectId, protocolOf(row), name);
    },
    isDrawn: (segmentationId) => tables.imageOfDrawing(segmentationId) !== undefined,
    isShown: (by, id) => {
      const row = tables.find(tables.image(id)?.readingId ?? tables.imageOfDrawing(id)?.readingId ?? id);
      if (!row || row.openedAt === null) return false;
      const isRunning = projects.find(row.projectId)?.state === "running" && caseOf(row).state !== "excluded";
      if (row.readerId === by.readerId) return isRunning && (isWritable(row.state) || training.shownReference(row) !== undefined);
      return isRunning && comparedImage(by, id) !== undefined;
    },
    answer,
    chooseLevel: (by, readingId, chosen) => {
      const { projectId } = opened(by, readingId);
      writeOwn(by, projectId, "level.choose", (_write, tell) => {
        const row = opened(by, readingId);
        readingLevels.choose(tell, row, protocolOf(row), chosen);
      });
      return describe(opened(by, readingId));
    },
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
      store.write(by, ({ at }) => tables.saveActive(readingId, activeAfter(opened(by, readingId), milliseconds, at)));
    },
    lacks: (by, readingId) => lacksOf(opened(by, readingId)),
    submit,
    ...createReferences({
      projects,
      cases,
      tables,
      write: createProjectWriter({ store, tables: projects, log }),
      begin,
      openAgain: (by, readingId) => openAgain(by, own(by, readingId)),
    }),
    ...coordinateReadings({ store, projects, cases, tables, log, keys, anew, training }),
  };
}
