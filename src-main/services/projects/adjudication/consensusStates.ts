import { sha256, states, type SubjectState } from "../subjects.ts";
import type {
  AdjudicationImageRow,
  AdjudicationRow,
  AdjudicatorRow,
  ConsensusAnswerRow,
  ConsensusSignatureRow,
} from "./adjudicationTables.ts";

/** A consensus in the log: the case's code, and its how-manieth consensus it is. */
interface NamedConsensus {
  readonly code: string;
  readonly number: number;
}
const nameOf = ({ code, number }: NamedConsensus) => `${code}, number ${number}`;

/** How the log names what belongs to a consensus. */
export const consensusSubjects = {
  consensus: (of: NamedConsensus) => `consensus ${nameOf(of)}`,
  drawing: (of: NamedConsensus, { region, role }: Pick<AdjudicationImageRow, "region" | "role">) =>
    `consensus drawing ${nameOf(of)}, ${region}, ${role}`,
  answer: (of: NamedConsensus, { field }: Pick<ConsensusAnswerRow, "field">) => `consensus answer ${nameOf(of)}, ${field}`,
  signature: (of: NamedConsensus, { version, number }: Pick<ConsensusSignatureRow, "version" | "number">) =>
    `consensus signature ${nameOf(of)}, version ${version}, adjudicator ${number}`,
};

/** Which reading A or B is. */
export interface PairMember {
  readonly readerNumber: number;
  readonly version: number;
}

/** The states of rows as the log holds them; those of drawings and signatures are as of readings. */
export const consensusStates = {
  consensus: (row: AdjudicationRow, adjudicators: readonly AdjudicatorRow[], [a, b]: readonly [PairMember, PairMember]): SubjectState => ({
    seed: row.seed,
    a: { reader: a.readerNumber, version: a.version },
    b: { reader: b.readerNumber, version: b.version },
    asked: sha256(row.asked),
    adjudicators: adjudicators.map(({ readerId }) => readerId),
    state: row.state,
    version: row.version,
    openedAt: row.openedAt,
    submittedAt: row.submittedAt,
  }),
  drawing: states.drawing,
  answer: ({ answer, version }: Pick<ConsensusAnswerRow, "answer" | "version">): SubjectState => ({
    answer: answer === null ? null : (JSON.parse(answer) as SubjectState),
    version,
  }),
  signature: states.signature,
};
