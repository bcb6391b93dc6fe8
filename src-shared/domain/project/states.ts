import { PlainError } from "../plainError.ts";

interface Transition<State extends string> {
  readonly from: readonly State[];
  readonly to: State;
  readonly needsReason: boolean;
}

/** What can be in which state, and the actions that lead from one to another. */
export interface StateTable<State extends string, Action extends string> {
  /** "the project", in sentences. */
  readonly what: string;
  readonly actions: Readonly<Record<Action, Transition<State>>>;
}

export const projectStates = ["draft", "running", "closed"] as const;
export type ProjectState = (typeof projectStates)[number];

/** A closed project has a signed manifest and stays closed. */
export const projectTable: StateTable<ProjectState, "start" | "close"> = {
  what: "project",
  actions: {
    start: { from: ["draft"], to: "running", needsReason: false },
    close: { from: ["running"], to: "closed", needsReason: false },
  },
};

export const caseStates = ["included", "excluded", "partly read", "reading withdrawn"] as const;
export type CaseState = (typeof caseStates)[number];

/**
 * "partly read": a reading that the protocol asks for will not be done (a reader left). "reading withdrawn": one was done and is not analysed. Readings of both
 * stay, and analyses count such a case among the incomplete ones.
 */
export const caseTable: StateTable<CaseState, "exclude" | "include" | "mark as partly read" | "mark as reading withdrawn"> = {
  what: "case",
  actions: {
    exclude: { from: ["included", "partly read", "reading withdrawn"], to: "excluded", needsReason: true },
    include: { from: ["excluded", "partly read", "reading withdrawn"], to: "included", needsReason: true },
    "mark as partly read": { from: ["included"], to: "partly read", needsReason: true },
    "mark as reading withdrawn": { from: ["included", "partly read"], to: "reading withdrawn", needsReason: true },
  },
};

export const readingStates = ["open", "submitted", "unlocked", "withdrawn"] as const;
export type ReadingState = (typeof readingStates)[number];

/**
 * A submitted reading is locked. Unlocking begins a new version of it and keeps the one that was submitted; it is submitted again. A withdrawn
 * reading is locked
 * too, and is not analysed.
 */
export const readingTable: StateTable<ReadingState, "submit" | "unlock" | "withdraw"> = {
  what: "reading",
  actions: {
    submit: { from: ["open", "unlocked"], to: "submitted", needsReason: false },
    unlock: { from: ["submitted"], to: "unlocked", needsReason: true },
    withdraw: { from: ["open", "submitted", "unlocked"], to: "withdrawn", needsReason: true },
  },
};

/** A consensus of two readings has the states of a reading: one that was withdrawn makes room for another. */
export const consensusTable: typeof readingTable = { ...readingTable, what: "consensus" };

/** The state after an action. Throws PlainError in words where the table does not allow it from `state`, or a reason that it needs is empty. */
export function stateAfter<State extends string, Action extends string>(
  { what, actions }: StateTable<State, Action>,
  state: State,
  action: Action,
  reason: string,
): State {
  const { from, to, needsReason } = actions[action];
  if (!from.includes(state)) {
    const others = (Object.keys(actions) as Action[]).filter((other) => actions[other].from.includes(state));
    throw new PlainError(
      `"${action}" is not possible: the ${what} is ${inWords(state)}. ` +
        (others.length === 0 ? "Nothing can change that." : `Possible now: ${others.join(", ")}.`),
    );
  }
  if (needsReason && reason.trim() === "") throw new PlainError(`Say why: "${action}" needs a reason, which the log keeps.`);
  return to;
}

const inWords = (state: string): string => (state === "reading withdrawn" ? "marked as reading withdrawn" : state);

/** Whether what a reader does may still change a reading: strokes, scores, comments. */
export function isWritable(state: ReadingState): boolean {
  return state === "open" || state === "unlocked";
}

/** Whether a reading enters the statistics: a submitted one, of a case that is not excluded. Training cases never do. */
export function isAnalysed(reading: ReadingState, ofCase: { readonly state: CaseState; readonly isTraining: boolean }): boolean {
  return reading === "submitted" && ofCase.state !== "excluded" && !ofCase.isTraining;
}
