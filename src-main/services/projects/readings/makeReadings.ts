import { randomInt, randomUUID } from "node:crypto";
import { makeCaseCodes } from "#shared/domain/project/caseCode.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { readingOrder, subsetOfCases } from "#shared/domain/project/readingOrder.ts";
import type { CaseRow } from "../caseTables.ts";
import type { MemberRow } from "../projectTables.ts";
import { sha256 } from "../subjects.ts";
import type { ReadingImageRow, ReadingRow } from "./readingTables.ts";

interface Study {
  readonly projectId: string;
  readonly protocol: Protocol;
  readonly protocolVersion: number;
  /** Included cases. */
  readonly cases: readonly CaseRow[];
  readonly readers: readonly MemberRow[];
}

/** A reading that nobody has opened yet, with the names of its images. */
export interface NewReading {
  readonly row: ReadingRow;
  readonly caseCode: string;
  readonly images: readonly Pick<ReadingImageRow, "id" | "readingId" | "region" | "role">[];
}

/**
 * All readings of a project: every reader of a pass reads its cases in an order of his or her own (domain/project/readingOrder), the training cases first,
 * in pass 1 only. A pass with new codes has other codes than every pass before, the same for all readers. In random order, so that rows say nothing.
 */
export function makeReadings({ projectId, protocol, protocolVersion, cases, readers }: Study): NewReading[] {
  const counted = cases.filter(({ isTraining }) => isTraining === 0).map(({ id }) => id);
  const training = cases.filter(({ isTraining }) => isTraining === 1).map(({ id }) => id);
  const caseCodes = new Map(cases.map(({ id, code }) => [id, code]));
  const used = new Set([...caseCodes.values()].map((code) => code.toUpperCase()));
  const made: NewReading[] = [];
  const earlier = new Map<number, readonly string[]>();
  let codes: ReadonlyMap<string, string> = caseCodes;
  for (const [at, { cases: of, readers: who, hasNewCodes }] of protocol.passes.entries()) {
    const pass = at + 1;
    const chosen = of.of === "all" ? counted : subsetOfCases({ project: projectId, pass, cases: counted, size: of.size }, sha256).cases;
    if (pass > 1 && hasNewCodes) {
      codes = new Map(makeCaseCodes(counted, used, randomInt).map(({ case: id, code }) => [id, code]));
      for (const code of codes.values()) used.add(code);
    }
    for (const { number, readerId } of readers.filter((reader) => who === "all" || who.includes(reader.number))) {
      const request = { project: projectId, reader: String(number), pass, earlier: null };
      const first = pass === 1 ? readingOrder({ ...request, cases: training }, sha256).order : [];
      const { seed, order } = readingOrder({ ...request, cases: chosen, earlier: earlier.get(number) ?? null }, sha256);
      earlier.set(number, order);
      for (const [place, caseId] of [...first, ...order].entries()) {
        const id = randomUUID();
        made.push({
          row: {
            id,
            projectId,
            caseId,
            readerNumber: number,
            readerId,
            pass,
            seed,
            position: place + 1,
            code: codes.get(caseId) ?? caseCodes.get(caseId)!,
            protocolVersion,
            state: "open",
            version: 1,
            openedAt: null,
            submittedAt: null,
            activeMs: 0,
          },
          caseCode: caseCodes.get(caseId)!,
          images: protocol.regions.flatMap((region) =>
            region.roles.map((role) => ({ id: randomUUID(), readingId: id, region: region.id, role: role.id })),
          ),
        });
      }
    }
  }
  return made.toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1));
}
