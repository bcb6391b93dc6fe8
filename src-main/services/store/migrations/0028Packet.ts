import type { Migration } from "./migration.ts";

/** Packets: a reader's pass that is read in another data folder, and what came back of it. */
export const migration0028Packet: Migration = {
  number: 28,
  name: "packets for readers elsewhere",
  up: (database) => {
    database.exec(`
      -- Written here for a reader elsewhere.
      CREATE TABLE packet (
        id TEXT PRIMARY KEY,                 -- random; the project has it as its id where the packet is read
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- from 1 within a project
        reader_number INTEGER NOT NULL,      -- of project_reader
        pass INTEGER NOT NULL,
        protocol_hash TEXT NOT NULL,
        not_before TEXT,                     -- UTC: no reading of it is opened before; NULL for at once
        readings TEXT NOT NULL,              -- JSON: ids of readings, in their order
        head_number INTEGER NOT NULL,        -- the end of the project's log before it was written
        head_hash TEXT NOT NULL,
        content_hash TEXT NOT NULL,          -- sha256, hex, over all that is in it
        return_key TEXT NOT NULL,            -- 32 random bytes, base64, that are in it: its returns are sealed under them
        written_at TEXT NOT NULL,
        UNIQUE (project_id, number)
      ) STRICT, WITHOUT ROWID;
      -- A project of this data folder that came as a packet, to be read here.
      CREATE TABLE packet_project (
        project_id TEXT PRIMARY KEY REFERENCES project(id) ON DELETE CASCADE,
        not_before TEXT,
        head_number INTEGER NOT NULL,        -- of the coordinator's log, as the packet names it
        head_hash TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        return_key TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- A return: written, where the project came as a packet; else taken in.
      CREATE TABLE packet_return (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        packet_id TEXT NOT NULL,             -- no reference: where it was read it is the project
        number INTEGER NOT NULL,             -- from 1 within a packet
        content TEXT NOT NULL,               -- canonical JSON: what was signed, with the hashes of all else
        public_key TEXT NOT NULL,
        signature TEXT NOT NULL,             -- Ed25519, base64
        log TEXT,                            -- JSON: the entries of the log of where it was read, from the first; NULL where that is this data folder
        at TEXT NOT NULL,
        PRIMARY KEY (packet_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX packet_return_project ON packet_return(project_id);
      -- A key of a reader elsewhere, of which a coordinator said that it is this reader's.
      CREATE TABLE packet_key (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        reader_number INTEGER NOT NULL,
        public_key TEXT NOT NULL,            -- Ed25519: its 32 bytes, base64
        made_because TEXT NOT NULL,          -- as in reader_key
        confirmed_at TEXT NOT NULL,
        PRIMARY KEY (project_id, reader_number, public_key)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
