import { describe, expect, test } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import {
  caseStates,
  caseTable,
  isAnalysed,
  isWritable,
  projectStates,
  projectTable,
  readingStates,
  readingTable,
  stateAfter,
  type StateTable,
} from "#shared/domain/project/states.ts";

/** "from action to" of all that is allowed, by trying everything. */
function allowed<State extends string, Action extends string>(states: readonly State[], table: StateTable<State, Action>): string[] {
  return states.flatMap((state) =>
    (Object.keys(table.actions) as Action[]).flatMap((action) => {
      try {
        return [`${state}: ${action} -> ${stateAfter(table, state, action, "a reason")}`];
      } catch (error) {
        if (error instanceof PlainError) return [];
        throw error;
      }
    }),
  );
}

describe("states", () => {
  test("of a project go forward only", () => {
    expect(allowed(projectStates, projectTable)).toEqual(["draft: start -> running", "running: close -> closed"]);
    expect(() => stateAfter(projectTable, "closed", "start", "")).toThrow(
      '"start" is not possible: the project is closed. Nothing can change that.',
    );
  });

  test("of a case", () => {
    expect(allowed(caseStates, caseTable)).toEqual([
      "included: exclude -> excluded",
      "included: mark as partly read -> partly read",
      "included: mark as reading withdrawn -> reading withdrawn",
      "excluded: include -> included",
      "partly read: exclude -> excluded",
      "partly read: include -> included",
      "partly read: mark as reading withdrawn -> reading withdrawn",
      "reading withdrawn: exclude -> excluded",
      "reading withdrawn: include -> included",
    ]);
    expect(() => stateAfter(caseTable, "included", "exclude", "  ")).toThrow('Say why: "exclude" needs a reason');
  });

  test("of a reading: submitted is locked, and unlocking needs a reason", () => {
    expect(allowed(readingStates, readingTable)).toEqual([
      "open: submit -> submitted",
      "open: withdraw -> withdrawn",
      "submitted: unlock -> unlocked",
      "submitted: withdraw -> withdrawn",
      "unlocked: submit -> submitted",
      "unlocked: withdraw -> withdrawn",
    ]);
    expect(stateAfter(readingTable, "open", "submit", "")).toBe("submitted");
    expect(() => stateAfter(readingTable, "submitted", "unlock", "")).toThrow("needs a reason");
    expect(() => stateAfter(readingTable, "submitted", "submit", "")).toThrow(
      '"submit" is not possible: the reading is submitted. Possible now: unlock, withdraw.',
    );
    expect(readingStates.filter(isWritable)).toEqual(["open", "unlocked"]);
  });

  test("only submitted readings of cases that are neither excluded nor for training are analysed", () => {
    const all = readingStates.flatMap((reading) =>
      caseStates.flatMap((state) => [true, false].map((isTraining) => ({ reading, state, isTraining }))),
    );
    expect(all.filter(({ reading, ...ofCase }) => isAnalysed(reading, ofCase))).toEqual([
      { reading: "submitted", state: "included", isTraining: false },
      { reading: "submitted", state: "partly read", isTraining: false },
      { reading: "submitted", state: "reading withdrawn", isTraining: false },
    ]);
  });
});
