import { randomInt, randomUUID } from "node:crypto";
import { makeCaseCodes } from "#shared/domain/project/caseCode.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { readingOrder, subsetOfCases } from "#shared/domain/project/readingOrder.ts";
import type { CaseRow } from "../caseTables.ts";
import type { MemberRow } from "../projectTables.ts";
import { sha256 } from "../subjects.ts";
import type { NewReadingImage, ReadingRow } from "./readingTables.ts";

interface Study {
  readonly projectId: string;
  readonly protocol: Protocol;
  readonly protocolVersion: number;
  /** Included cases. */
  readonly cases: readonly CaseRow[];
  readonly readers: readonly MemberRow[];
  /** The readings that are there already: what is made is what they lack, behind the last one of its order. */
  readonly existing?: readonly ReadingRow[];
}

/** A reading that nobody has opened yet, with the names of its images. */
export interface NewReading {
  readonly row: ReadingRow;
  readonly caseCode: string;
  readonly images: readonly NewReadingImage[];
}

/**
 * All readings of a project that are not there yet: every reader of a pass reads its cases in an order of his or her own
 * (domain/project/readingOrder), the training cases first,
 * in pass 1 only. A pass with new codes has other codes than every pass before, the same for all readers. In random order, so that rows say nothing.
 * Where a reader has an order already, cases that came later follow it, in random order too; a pass of a random subset stays of the cases that it has.
 */
export function makeReadings({ projectId, protocol, protocolVersion, cases, readers, existing = [] }: Study): NewReading[] {
  const counted = cases.filter(({ isTraining }) => isTraining === 0).map(({ id }) => id);
  const training = cases.filter(({ isTraining }) => isTraining === 1).map(({ id }) => id);
  const caseCodes = new Map(cases.map(({ id, code }) => [id, code]));
  const used = new Set([...caseCodes.values(), ...existing.map(({ code }) => code)].map((code) => code.toUpperCase()));
  const made: NewReading[] = [];
  const earlier = new Map<number, readonly string[]>();
  let codes: ReadonlyMap<string, string> = caseCodes;
  for (const [at, { cases: of, readers: who, hasNewCodes }] of protocol.passes.entries()) {
    const pass = at + 1;
    const there = existing.filter((reading) => reading.pass === pass);
    const chosen = of.of === "all" ? counted : subsetOf({ projectId, pass, size: of.size }, counted, there);
    if (pass > 1 && hasNewCodes) {
      const known = new Map(there.map(({ caseId, code }) => [caseId, code]));
      const unknown = counted.filter((id) => !known.has(id));
      codes = new Map([...known, ...makeCaseCodes(unknown, used, randomInt).map(({ case: id, code }) => [id, code] as const)]);
      for (const code of codes.values()) used.add(code);
    }
    for (const { number, readerId } of readers.filter((reader) => who === "all" || who.includes(reader.number))) {
      const own = there.filter((reading) => reading.readerNumber === number).toSorted((a, b) => a.position - b.position);
      const request = { project: projectId, reader: String(number), pass, earlier: null };
      const first = pass === 1 && own.length === 0 ? readingOrder({ ...request, cases: training }, sha256).order : [];
      const missing = chosen.filter((id) => !own.some(({ caseId }) => caseId === id));
      const { seed, order } = readingOrder({ ...request, cases: missing, earlier: earlier.get(number) ?? null }, sha256);
      earlier.set(number, [...own.map(({ caseId }) => caseId), ...order]);
      const last = own.at(-1)?.position ?? 0;
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
            position: last + place + 1,
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

/** The cases of a pass that is of a random subset: those that it has, or else so many at random. */
function subsetOf(
  { projectId, pass, size }: { readonly projectId: string; readonly pass: number; readonly size: number },
  counted: readonly string[],
  there: readonly ReadingRow[],
): readonly string[] {
  if (there.length > 0) return counted.filter((id) => there.some(({ caseId }) => caseId === id));
  return subsetOfCases({ project: projectId, pass, cases: counted, size }, sha256).cases;
}
