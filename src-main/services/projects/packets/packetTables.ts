import type { KeyReason } from "../../readers/index.ts";
import type { Store } from "../../store/index.ts";

/** A packet that was written here. */
export interface PacketRow {
  readonly id: string;
  readonly projectId: string;
  readonly number: number;
  readonly readerNumber: number;
  readonly pass: number;
  readonly protocolHash: string;
  readonly notBefore: string | null;
  /** JSON: ids of readings, in their order. */
  readonly readings: string;
  readonly headNumber: number;
  readonly headHash: string;
  readonly contentHash: string;
  readonly returnKey: string;
  readonly writtenAt: string;
  /** Both null of one that a coordinator has not called back. */
  readonly calledBackAt: string | null;
  readonly calledBackBecause: string | null;
}

/** A project that came as a packet. */
export type PacketProjectRow = Pick<PacketRow, "projectId" | "notBefore" | "headNumber" | "headHash" | "contentHash" | "returnKey">;

/** A return that was written or taken in here. */
export interface ReturnRow {
  readonly projectId: string;
  readonly packetId: string;
  readonly number: number;
  readonly content: string;
  readonly publicKey: string;
  readonly signature: string;
  /** JSON: entries of a log; null where it was written here. */
  readonly log: string | null;
  /** JSON: LeftOut[], what was in it and was not taken in. */
  readonly leftOut: string;
  readonly at: string;
}

/** A case of a return that was not taken in, by the code that its reader knows. */
export interface LeftOut {
  readonly code: string;
  readonly why: string;
}

/** A confirmed key of a reader elsewhere. */
export interface PacketKeyRow {
  readonly projectId: string;
  readonly readerNumber: number;
  readonly publicKey: string;
  readonly madeBecause: KeyReason;
  readonly confirmedAt: string;
}

/** The tables of packets: to be changed within a write of their project. */
export function createPacketTables({ database }: Pick<Store, "database">) {
  const columns = `id, project_id AS projectId, number, reader_number AS readerNumber, pass, protocol_hash AS protocolHash, not_before AS notBefore, readings,
    head_number AS headNumber, head_hash AS headHash, content_hash AS contentHash, return_key AS returnKey, written_at AS writtenAt,
    called_back_at AS calledBackAt, called_back_because AS calledBackBecause`;
  const find = database.prepare<[string], PacketRow>(`SELECT ${columns} FROM packet WHERE id = ?`);
  const ofProject = database.prepare<[string], PacketRow>(`SELECT ${columns} FROM packet WHERE project_id = ? ORDER BY number`);
  const insert = database.prepare(
    `INSERT INTO packet (id, project_id, number, reader_number, pass, protocol_hash, not_before, readings, head_number, head_hash, content_hash, return_key,
       written_at, called_back_at, called_back_because)
     VALUES (:id, :projectId, :number, :readerNumber, :pass, :protocolHash, :notBefore, :readings, :headNumber, :headHash, :contentHash, :returnKey,
       :writtenAt, :calledBackAt, :calledBackBecause)`,
  );
  const callBack = database.prepare(
    "UPDATE packet SET called_back_at = :calledBackAt, called_back_because = :calledBackBecause WHERE id = :id",
  );
  const holding = database.prepare<[string], PacketRow>(
    `SELECT ${columns} FROM packet WHERE called_back_at IS NULL AND EXISTS (SELECT 1 FROM json_each(packet.readings) WHERE value = ?) ORDER BY number DESC`,
  );
  const origin = database.prepare<[string], PacketProjectRow>(
    `SELECT project_id AS projectId, not_before AS notBefore, head_number AS headNumber, head_hash AS headHash, content_hash AS contentHash,
       return_key AS returnKey
     FROM packet_project WHERE project_id = ?`,
  );
  const insertOrigin = database.prepare(
    `INSERT INTO packet_project (project_id, not_before, head_number, head_hash, content_hash, return_key)
     VALUES (:projectId, :notBefore, :headNumber, :headHash, :contentHash, :returnKey)`,
  );
  const returns = database.prepare<[string], ReturnRow>(
    `SELECT project_id AS projectId, packet_id AS packetId, number, content, public_key AS publicKey, signature, log, left_out AS leftOut, at
     FROM packet_return WHERE project_id = ? ORDER BY packet_id, number`,
  );
  const insertReturn = database.prepare(
    `INSERT INTO packet_return (project_id, packet_id, number, content, public_key, signature, log, left_out, at)
     VALUES (:projectId, :packetId, :number, :content, :publicKey, :signature, :log, :leftOut, :at)`,
  );
  const keys = database.prepare<[string], PacketKeyRow>(
    `SELECT project_id AS projectId, reader_number AS readerNumber, public_key AS publicKey, made_because AS madeBecause, confirmed_at AS confirmedAt
     FROM packet_key WHERE project_id = ? ORDER BY reader_number, confirmed_at, public_key`,
  );
  const insertKey = database.prepare(
    `INSERT INTO packet_key (project_id, reader_number, public_key, made_because, confirmed_at)
     VALUES (:projectId, :readerNumber, :publicKey, :madeBecause, :confirmedAt)`,
  );
  const others = database
    .prepare<[], number>(
      `SELECT (SELECT count(*) FROM study WHERE study_instance_uid NOT IN (SELECT study_instance_uid FROM case_study JOIN project_case ON id = case_id
                 WHERE project_id IN (SELECT project_id FROM packet_project)))
         + (SELECT count(*) FROM project WHERE id NOT IN (SELECT project_id FROM packet_project))`,
    )
    .pluck();
  return {
    find: (id: string) => find.get(id),
    ofProject: (projectId: string) => ofProject.all(projectId),
    insert: (row: PacketRow) => void insert.run(row),
    /** Keeps when and why a packet was called back. */
    callBack: ({ id, calledBackAt, calledBackBecause }: PacketRow) => void callBack.run({ id, calledBackAt, calledBackBecause }),
    /** The packets that hold a reading and were not called back, the newest first. */
    holding: (readingId: string) => holding.all(readingId),
    /** Where a project came from; undefined of one that was set up here. */
    origin: (projectId: string) => origin.get(projectId),
    insertOrigin: (row: PacketProjectRow) => void insertOrigin.run(row),
    returns: (projectId: string) => returns.all(projectId),
    insertReturn: (row: ReturnRow) => void insertReturn.run(row),
    keys: (projectId: string) => keys.all(projectId),
    insertKey: (row: PacketKeyRow) => void insertKey.run(row),
    /** Whether the data folder holds a study or a project that did not come as a packet. */
    hasOthers: () => others.get()! > 0,
  };
}
export type PacketTables = ReturnType<typeof createPacketTables>;
