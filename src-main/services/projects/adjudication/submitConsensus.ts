import { PlainError } from "#shared/domain/plainError.ts";
import { consensusTable, stateAfter } from "#shared/domain/project/states.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Author, Store } from "../../store/index.ts";
import type { LogTable } from "../logTable.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { DrawnLabels } from "../readings/lacksOfReading.ts";
import { refuseIncomplete } from "../readings/refuseIncomplete.ts";
import type { Submission } from "../readings/readings.ts";
import type { ReadingTables } from "../readings/readingTables.ts";
import { sha256 } from "../subjects.ts";
import type { WriteProject } from "../writeProject.ts";
import type { ConsensusSecret } from "./adjudications.ts";
import type { AdjudicationRow, AdjudicationTables } from "./adjudicationTables.ts";
import type { ConsensusContent } from "./consensusContent.ts";
import { consensusStates, consensusSubjects } from "./consensusStates.ts";
import { lacksOfConsensus } from "./lacksOfConsensus.ts";
import { signedConsensus } from "./signedConsensus.ts";

interface Parts {
  readonly store: Pick<Store, "now">;
  readonly tables: AdjudicationTables;
  readonly projects: ProjectTables;
  readonly readings: Pick<ReadingTables, "signatures">;
  readonly log: LogTable;
  readonly keys: Pick<SigningKeys, "sign" | "current">;
  readonly content: ConsensusContent;
  readonly drawnLabels: DrawnLabels;
  readonly write: WriteProject;
  /** One's own that is open. */
  readonly opened: (by: Author, id: string) => AdjudicationRow;
}

/** Signs a consensus by everybody who makes it, and locks it; see Adjudications.submit. */
export async function submitConsensus(parts: Parts, by: Author, id: string, secret: ConsensusSecret): Promise<Submission> {
  const { store, tables, projects, log, keys, content, drawnLabels, write, opened } = parts;
  const row = opened(by, id);
  refuseIncomplete(lacksOfConsensus(content.all(row), drawnLabels));
  const submittedAt = store.now();
  const { number: headNumber, hash } = log.head(row.projectId);
  const made = { meaning: secret.meaning, submittedAt, head: { number: headNumber, hash } };
  const text = textOf(parts, row, made);
  const signed: Array<{ number: number; readerId: number; signature: string; keyNumber: number; fingerprint: string }> = [];
  for (const { number, readerId } of tables.adjudicators(id)) {
    const author = { readerId, name: projects.readerName(readerId)! };
    const other = secret.others.find((each) => each.number === number)?.passphrase ?? "";
    signed.push({ number, readerId, ...(await signAs(keys, author, readerId === by.readerId ? secret.passphrase : other, text)) });
  }
  write(by, row.projectId, "consensus.submit", (_write, tell) => {
    const now = opened(by, id);
    refuseIncomplete(lacksOfConsensus(content.all(now), drawnLabels));
    // Time goes on while it is signed: what was signed is what counts.
    if (textOf(parts, { ...now, activeMs: row.activeMs }, made) !== text)
      throw new PlainError("Something was drawn or decided while you signed. Look at it, then submit again.");
    const after: AdjudicationRow = { ...now, state: stateAfter(consensusTable, now.state, "submit", ""), submittedAt };
    tables.save(after);
    tables.saveActive(id, row.activeMs);
    const named = content.namedOf(now);
    tell({ subject: consensusSubjects.consensus(named), before: content.stateOf(now), after: content.stateOf(after) });
    for (const { number, readerId, keyNumber, signature } of signed) {
      const key = keys.current(readerId);
      if (key?.number !== keyNumber) throw new PlainError("A passphrase was changed while you signed. Submit again.");
      const kept = { adjudicationId: id, version: now.version, number, content: text, keyNumber, publicKey: key.publicKey, signature };
      tables.insertSignature(kept);
      const subject = consensusSubjects.signature(named, kept);
      tell({ action: "consensus.sign", subject, before: null, after: consensusStates.signature(kept) });
    }
  });
  const { fingerprint } = signed.find(({ readerId }) => readerId === by.readerId)!;
  return { readingId: id, version: row.version, submittedAt, fingerprint, head: log.head(row.projectId) };
}

type Made = Pick<Parameters<typeof signedConsensus>[0], "meaning" | "submittedAt" | "head">;

function textOf({ tables, projects, readings, content }: Parts, row: AdjudicationRow, made: Made): string {
  const { asked, images, agreed, decided } = content.all(row);
  const [a, b] = content.pairOf(row);
  const signedOf = (readingId: string, version: number): string | null => {
    const signature = readings.signatures(readingId).find((each) => each.version === version);
    return signature ? sha256(signature.content) : null;
  };
  return signedConsensus({
    row,
    code: content.codeOf(row),
    adjudicators: tables.adjudicators(row.id).map(({ readerId }) => projects.readerName(readerId)!),
    protocolHash: content.protocolHash(row),
    a: { ...a, signed: signedOf(row.readingA, row.versionA) },
    b: { ...b, signed: signedOf(row.readingB, row.versionB) },
    images,
    agreed: asked.scores.length === 0 ? new Map() : agreed,
    decided,
    ...made,
  });
}

/** Signs for one of those who make the consensus; what is refused says of whom. */
async function signAs(keys: Parts["keys"], author: Author, passphrase: string, text: string) {
  try {
    return await keys.sign(author, passphrase, text);
  } catch (error) {
    throw error instanceof PlainError ? new PlainError(`${author.name}: ${error.message}`) : error;
  }
}
