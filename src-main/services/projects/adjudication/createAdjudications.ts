import { PlainError } from "#shared/domain/plainError.ts";
import { checkAnswer } from "#shared/domain/project/answer.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { isWritable } from "#shared/domain/project/states.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Segmentations } from "../../segmentation/index.ts";
import type { Author, Store } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";
import { createLogTable } from "../logTable.ts";
import { createProjectTables } from "../projectTables.ts";
import { activeAfter } from "../readings/activeTime.ts";
import { createDrawingHashes } from "../readings/drawingHash.ts";
import { createDrawnLabels } from "../readings/lacksOfReading.ts";
import { createPictureTables } from "../pictures/pictureTables.ts";
import { shownPicture } from "../pictures/shownPicture.ts";
import type { ReadingImage } from "../readings/readings.ts";
import { isReference } from "../readings/referenceReading.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import { createProjectWriter } from "../writeProject.ts";
import type { Adjudications } from "./adjudications.ts";
import {
  createAdjudicationTables,
  type AdjudicationImageRow,
  type AdjudicationRow,
  type ConsensusAnswerRow,
} from "./adjudicationTables.ts";
import { createConsensusContent } from "./consensusContent.ts";
import { consensusStates, consensusSubjects } from "./consensusStates.ts";
import { coordinateAdjudications } from "./coordinateAdjudications.ts";
import { describeConsensus, readOutlineName } from "./describeConsensus.ts";
import { lacksOfConsensus } from "./lacksOfConsensus.ts";
import { createReadingPairs } from "./readingPairs.ts";
import { submitConsensus } from "./submitConsensus.ts";

interface Parts {
  readonly store: Store;
  readonly segmentations: Pick<Segmentations, "createIn">;
  readonly keys: Pick<SigningKeys, "sign" | "current">;
}

/** Makes the adjudications of one store. */
export function createAdjudications({ store, segmentations, keys }: Parts): Adjudications {
  const [tables, readings, projects] = [createAdjudicationTables(store), createReadingTables(store), createProjectTables(store)];
  const [cases, log, content] = [createCaseTables(store), createLogTable(store), createConsensusContent(store)];
  const [hashes, drawnLabels, pictures] = [createDrawingHashes(store), createDrawnLabels(store), createPictureTables(store)];
  const pairs = createReadingPairs(store, { projects, cases, readings });
  const write = createProjectWriter({ store, tables: projects, log, refuse: () => undefined });

  /** One of those who make a consensus who has an own reading that is not locked: nothing of the pair is to be seen before. */
  const whoReads = (row: AdjudicationRow): number | undefined => {
    const all = readings.ofProject(row.projectId).filter((each) => isWritable(each.state) && !isReference(each));
    return tables
      .adjudicators(row.id)
      .map(({ readerId }) => readerId)
      .find((readerId) => all.some((each) => each.readerId === readerId && cases.findById(each.caseId)!.state !== "excluded"));
  };
  const whyNot = (by: Author, row: AdjudicationRow): string | null => {
    const reader = whoReads(row);
    if (reader === by.readerId) return "Consensus is made when all your own readings are submitted, of every pass.";
    if (reader !== undefined) return `${projects.readerName(reader)!} has readings that are not submitted.`;
    return isWritable(row.state) ? pairs.whyOutdated(row) : null;
  };
  const own = (by: Author, id: string): AdjudicationRow => {
    const row = tables.find(id);
    if (!row || !tables.adjudicators(id).some(({ readerId }) => readerId === by.readerId))
      throw new PlainError("You have no such reading.");
    const { name, state } = projects.find(row.projectId)!;
    if (state !== "running") throw new PlainError(`“${name}” is ${state}: no consensus is made any more.`);
    const words = whyNot(by, row);
    if (words !== null) throw new PlainError(words);
    if (!isWritable(row.state)) throw new PlainError(`The consensus of case ${content.codeOf(row)} is ${row.state} and locked.`);
    return row;
  };
  const opened = (by: Author, id: string): AdjudicationRow => {
    const row = own(by, id);
    if (row.openedAt === null)
      throw new PlainError(`The consensus of case ${content.codeOf(row)} was not opened yet. Open it from the list.`);
    return row;
  };
  const imageOf = (by: Author, image: AdjudicationImageRow | undefined): ReadingImage => {
    const found = image && content.images(opened(by, image.adjudicationId)).find(({ imageId }) => imageId === image.id);
    if (!found) throw new PlainError("Your open readings have no such image or drawing.");
    return found;
  };
  const describe = (by: Author, id: string) => describeConsensus({ tables, projects, content }, by, opened(by, id));
  const lacksOf = (row: AdjudicationRow) => lacksOfConsensus(content.all(row), drawnLabels);

  const open: Adjudications["open"] = (by, id) => {
    const known = own(by, id);
    if (known.openedAt !== null) return describe(by, id);
    write(by, known.projectId, "consensus.open", (current, tell) => {
      const row = own(by, id);
      if (row.openedAt !== null) return;
      const after = { ...row, openedAt: current.at };
      tables.save(after);
      const named = content.namedOf(row);
      tell({ subject: consensusSubjects.consensus(named), before: content.stateOf(row), after: content.stateOf(after) });
      const { protocol, asked, images } = content.all(row);
      for (const { imageId, volumeId, region: of, role } of content.images(row)) {
        if (!asked.drawings.some((each) => each.region === of.id && each.role === role.id)) continue;
        const { name, drawing } = protocol.regions.find((each) => each.id === of.id)!;
        const segments = segmentsToDraw(drawing);
        const segmentationId = segmentations.createIn(current, { volumeId, name: `${name}, ${role.name}`, segments });
        const drawingHash = hashes.upTo(segmentationId, 0)!;
        const image = { ...images.find((each) => each.id === imageId)!, segmentationId, drawingHash };
        tables.saveDrawing(image);
        const subject = consensusSubjects.drawing(named, image);
        tell({ action: "consensus.drawing", subject, before: null, after: consensusStates.drawing(0, drawingHash) });
      }
    });
    return describe(by, id);
  };

  const answer: Adjudications["answer"] = (by, id, key, given) => {
    const { projectId } = opened(by, id);
    write(by, projectId, "consensus.answer", ({ at }, tell) => {
      const row = opened(by, id);
      const { protocol, asked, agreed } = content.all(row);
      const found = protocol.forms
        .map((form) => ({ form, cell: formCells(form, protocol.regions).find((cell) => cell.key === key) }))
        .find(({ cell }) => cell !== undefined);
      if (!found) throw new PlainError("The forms of this study have no such field.");
      if (asked.scores.length === 0)
        throw new PlainError("The scores of this case are not decided anew: the readings do not differ so much.");
      if (agreed.has(key)) throw new PlainError("Both readings agree here: only what differs is decided.");
      if (given) checkAnswer(found.form, found.cell!, given);
      const all = tables.answers(id);
      const before = all.findLast(({ field }) => field === key);
      const json = given === null ? null : JSON.stringify(given);
      if ((before?.answer ?? null) === json) return;
      const number = (all.at(-1)?.number ?? 0) + 1;
      const kept: ConsensusAnswerRow = { adjudicationId: id, number, version: row.version, field: key, answer: json, at };
      tables.insertAnswer(kept);
      tell({
        subject: consensusSubjects.answer(content.namedOf(row), kept),
        before: before ? consensusStates.answer(before) : null,
        after: consensusStates.answer(kept),
      });
    });
  };

  return {
    own: (by) =>
      [...Map.groupBy(tables.ofReader(by.readerId), ({ projectId }) => projectId)].map(([projectId, rows]) => {
        const waits = rows.find((row) => whoReads(row) === by.readerId);
        const cases = rows
          .filter(({ state }) => state !== "withdrawn")
          .map((row) => ({
            readingId: row.id,
            code: content.codeOf(row),
            state: row.state,
            isOpened: row.openedAt !== null,
            submittedAt: row.submittedAt,
            whyNot: whyNot(by, row),
          }));
        return { projectId, project: projects.find(projectId)!.name, whyNone: waits ? whyNot(by, waits) : null, cases: waits ? [] : cases };
      }),
    has: (id) =>
      tables.find(id) !== undefined ||
      tables.image(readOutlineName(id)?.imageId ?? id) !== undefined ||
      tables.imageOfDrawing(id) !== undefined,
    open,
    describe,
    images: (by, id) => content.images(opened(by, id)),
    image: (by, imageId) => imageOf(by, tables.image(imageId)),
    drawing: (by, segmentationId) => imageOf(by, tables.imageOfDrawing(segmentationId)),
    picture: (by, id, name) => {
      const row = opened(by, id);
      return shownPicture(pictures, row.projectId, content.all(row).protocol, name);
    },
    isShown: (by, id) => {
      const of = tables.image(readOutlineName(id)?.imageId ?? id)?.adjudicationId ?? tables.imageOfDrawing(id)?.adjudicationId ?? id;
      try {
        return opened(by, of) !== undefined;
      } catch (error) {
        if (error instanceof PlainError) return false;
        throw error;
      }
    },
    outline: (by, name) => {
      const { imageId = "", letter = "A" } = readOutlineName(name) ?? {};
      const image = imageOf(by, tables.image(imageId));
      const { readingA, readingB } = tables.find(image.readingId)!;
      const segmentationId = content.drawnIn(letter === "A" ? readingA : readingB, image);
      if (segmentationId === null) throw new PlainError("Your open readings have no such image or drawing.");
      return { image, segmentationId, letter };
    },
    answer,
    addActive: (by, id, milliseconds) => {
      store.write(by, ({ at }) => tables.saveActive(id, activeAfter(opened(by, id), milliseconds, at)));
    },
    lacks: (by, id) => lacksOf(opened(by, id)),
    submit: (by, id, secret) =>
      submitConsensus({ store, tables, projects, readings, log, keys, content, drawnLabels, write, opened }, by, id, secret),
    ...coordinateAdjudications({ store, projects, cases, tables, log, pairs, content }),
  };
}
