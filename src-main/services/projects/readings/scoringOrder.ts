import type { ReadingLacks } from "#shared/api/reading.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { missingAnswers, type Answers } from "#shared/domain/project/answer.ts";
import { cellInWords, formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Store } from "../../store/index.ts";
import { listed } from "./refuseIncomplete.ts";
import type { ReadingRow } from "./readingTables.ts";

/**
 * Whether a reading is drawn before it is scored, or after. "After drawing": an answer is taken when nothing is missing in the drawing. "Before drawing":
 * nothing is drawn while a required answer is missing, and from the first stroke on no answer is given or changed, also where the stroke was taken back. A
 * reading that was unlocked is corrected in any order: its answers were given in that order before.
 */
export function createScoringOrder({ database }: Pick<Store, "database">) {
  const drawn = database
    .prepare<[string], number>(
      "SELECT 1 FROM reading_image JOIN segmentation ON segmentation.id = segmentation_id WHERE reading_id = ? AND revision > 0 LIMIT 1",
    )
    .pluck();
  const hasDrawn = (readingId: string): boolean => drawn.get(readingId) !== undefined;
  const signed = database.prepare<[string], number>("SELECT 1 FROM reading_signature WHERE reading_id = ? LIMIT 1").pluck();
  const isFirst = ({ id }: ReadingRow, { scoring }: Protocol) => scoring.order === "before drawing" && signed.get(id) === undefined;

  return {
    hasDrawn,
    /** Throws PlainError where an answer may not be given yet, or not any more; `isMissing` where its field is required and has none. */
    refuseAnswer: (
      row: ReadingRow,
      protocol: Protocol,
      isMissing: boolean,
      lacks: () => Pick<ReadingLacks, "levels" | "drawings">,
    ): void => {
      // An answer that is missing after drawing began came to be so: the protocol was amended, or a series replaced.
      if (isFirst(row, protocol) && !isMissing && hasDrawn(row.id))
        throw new PlainError("This study scores before drawing: since you began to draw, the answers stay as they are.");
      if (protocol.scoring.order !== "after drawing") return;
      const { levels, drawings } = lacks();
      if (levels.length > 0)
        throw new PlainError(`This study scores after drawing. Its slice is not chosen yet: ${listed(levels.map(({ words }) => words))}.`);
      if (drawings.length > 0)
        throw new PlainError(`This study scores after drawing. Not drawn yet: ${listed(drawings.map(({ words }) => words))}.`);
    },
    /** Throws PlainError where nothing may be drawn yet. */
    refuseStroke: (row: ReadingRow, protocol: Protocol, answers: () => Answers): void => {
      if (!isFirst(row, protocol)) return;
      const given = answers();
      const missing = protocol.forms.flatMap((form) => missingAnswers(formCells(form, protocol.regions), given).map(cellInWords));
      if (missing.length > 0) throw new PlainError(`This study scores before drawing. Not answered yet: ${listed(missing)}.`);
    },
  };
}
