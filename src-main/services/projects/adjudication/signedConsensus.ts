import canonicalize from "canonicalize";
import type { Answers } from "#shared/domain/project/answer.ts";
import type { ConsensusAsked } from "#shared/domain/project/consensus.ts";
import type { LogHead } from "#shared/domain/project/logChain.ts";
import type { AdjudicationImageRow, AdjudicationRow } from "./adjudicationTables.ts";
import type { PairMember } from "./consensusStates.ts";

interface Signed {
  readonly row: AdjudicationRow;
  readonly code: string;
  readonly adjudicators: readonly string[];
  readonly protocolHash: string;
  readonly a: PairMember & { readonly signed: string | null };
  readonly b: PairMember & { readonly signed: string | null };
  readonly images: readonly AdjudicationImageRow[];
  readonly agreed: Answers;
  readonly decided: Answers;
  readonly meaning: string;
  readonly submittedAt: string;
  readonly head: LogHead;
}

/**
 * What is signed of a consensus, as canonical JSON (RFC 8785): the case, its version, the protocol's hash, both readings with the hashes of what was signed of
 * them, the hash of every consensus drawing, the answers that both share and those that were decided, names, time (UTC), meaning, and the end of the
 * project's log as it was then. In format 1 the row may have had more active time than was signed (activeTime).
 */
export function signedConsensus({ row, images, agreed, decided, head, protocolHash, ...rest }: Signed): string {
  return canonicalize({
    signed: "fascicle consensus",
    formatVersion: 2,
    project: row.projectId,
    adjudication: row.id,
    number: row.number,
    version: row.version,
    protocol: protocolHash,
    asked: JSON.parse(row.asked) as ConsensusAsked,
    drawings: drawingsOf(images),
    agreed: Object.fromEntries(agreed),
    decided: Object.fromEntries(decided),
    activeMs: row.activeMs,
    ...rest,
    log: { number: head.number, hash: head.hash },
  })!;
}

/** The consensus drawings as they are signed. */
export function drawingsOf(images: readonly AdjudicationImageRow[]) {
  return images
    .filter(({ segmentationId }) => segmentationId !== null)
    .map(({ region, role, drawingHash }) => ({ region, role, hash: drawingHash }));
}
