import type { Answer } from "#shared/domain/project/answer.ts";
import canonicalize from "canonicalize";
import { verifySignature } from "../../readers/index.ts";
import type { Store } from "../../store/index.ts";
import { createPacketChecks } from "../packets/packetChecks.ts";
import { subjects } from "../subjects.ts";
import { isActiveAsSigned, type SignedTime } from "./activeTime.ts";
import { createBrokenBlindTables } from "./brokenBlindTables.ts";
import { createReadingLevelTables } from "./readingLevelTables.ts";
import { createReadingTables, type ReadingRow, type SignatureRow } from "./readingTables.ts";

/** What a signed content says of a reading, as far as rows are compared with it. */
interface SignedReading extends SignedTime {
  readonly version: number;
  readonly protocol: string;
  readonly drawings: readonly { readonly region: string; readonly role: string; readonly hash: string | null }[];
  readonly answers: Readonly<Record<string, Answer>>;
  readonly levels?: readonly { readonly region: string; readonly level: string; readonly sliceIndex: number }[];
  readonly blindBrokenAt?: string;
}

/** Checks the signatures of a project's readings and of its manifest, and the newest of a locked reading against what is drawn and answered in it. */
export function createSignatureCheck(store: Pick<Store, "database">) {
  const [tables, broken, chosen] = [createReadingTables(store), createBrokenBlindTables(store), createReadingLevelTables(store)];
  const keyOf = store.database
    .prepare<[number, number], string>("SELECT public_key FROM reader_key WHERE reader_id = ? AND number = ?")
    .pluck();
  const protocolHash = store.database
    .prepare<[string, number], string>("SELECT content_hash FROM protocol WHERE project_id = ? AND version = ?")
    .pluck();

  const { isConfirmed } = createPacketChecks(store);

  const signatureFault = (
    where: string,
    readerId: number,
    row: Omit<SignatureRow, "readingId" | "version">,
    isElsewhere = false,
  ): string | null => {
    if (keyOf.get(readerId, row.keyNumber) !== row.publicKey && !isElsewhere)
      return `the ${where} is of a key that its reader does not have`;
    return verifySignature(row.publicKey, row.content, row.signature) ? null : `the ${where} does not fit what was signed`;
  };
  const contentFault = (row: ReadingRow, { content }: SignatureRow): string | null => {
    const signed = JSON.parse(content) as SignedReading;
    const answers = tables.latestAnswers(row.id);
    const levels = chosen.of(row.id).map(({ region, level, sliceIndex }) => ({ region, level, sliceIndex }));
    const drawings = tables.images(row.id).map(({ region, role, drawingHash }) => ({ region, role, hash: drawingHash }));
    if (signed.blindBrokenAt !== undefined && signed.blindBrokenAt !== broken.of(row)?.brokenAt)
      return `the ${subjects.reading(row)} was signed with its blind broken, which the log does not say`;
    const isSame = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);
    if (
      signed.version === row.version &&
      isActiveAsSigned(row.activeMs, signed) &&
      signed.protocol === protocolHash.get(row.projectId, row.protocolVersion) &&
      isSame(signed.answers, Object.fromEntries(answers)) &&
      isSame(signed.drawings, drawings) &&
      isSame(signed.levels ?? [], levels)
    )
      return null;
    return `the ${subjects.reading(row)} holds something else than what was signed`;
  };

  /** The first signature that does not fit, in words; null where all do. */
  return (projectId: string): string | null => {
    for (const row of tables.ofProject(projectId)) {
      const signatures = tables.signatures(row.id);
      for (const signature of signatures) {
        const isElsewhere = isConfirmed(projectId, row.readerNumber, signature.publicKey);
        const fault = signatureFault(subjects.signature(row, signature), row.readerId, signature, isElsewhere);
        if (fault !== null) return fault;
      }
      const newest = signatures.at(-1);
      if (row.state === "submitted" && !newest) return `the ${subjects.reading(row)} is submitted and not signed`;
      const fault = row.state === "submitted" && newest ? contentFault(row, newest) : null;
      if (fault !== null) return fault;
    }
    const manifest = tables.manifest(projectId);
    return manifest ? signatureFault(subjects.manifest, manifest.readerId, manifest) : null;
  };
}
