import type { Migration } from "./migration.ts";

/** The keys with which readers sign. A new one never takes the place of the one before: what that one signed stays verifiable. */
export const migration0025SigningKey: Migration = {
  number: 25,
  name: "signing keys of readers",
  up: (database) => {
    database.exec(`
      CREATE TABLE reader_key (
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        number INTEGER NOT NULL,             -- from 1 for each reader; the newest is the one that signs
        public_key TEXT NOT NULL,            -- Ed25519 (RFC 8032): its 32 bytes, base64
        sealed_key TEXT,                     -- the private key under the passphrase (services/readers/sealedKey); NULL: signs no more
        created_at TEXT NOT NULL,
        made_because TEXT NOT NULL CHECK (made_because IN ('first', 'passphrase was set anew')),
        PRIMARY KEY (reader_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX reader_key_sealed ON reader_key(reader_id) WHERE sealed_key IS NOT NULL;
      -- A key is sealed anew or loses its private half; nothing else of it changes, and it is never removed.
      CREATE TRIGGER reader_key_changed BEFORE UPDATE ON reader_key
      WHEN NEW.reader_id <> OLD.reader_id OR NEW.number <> OLD.number OR NEW.public_key <> OLD.public_key OR NEW.created_at <> OLD.created_at
        OR NEW.made_because <> OLD.made_because OR OLD.sealed_key IS NULL
      BEGIN
        SELECT RAISE(ABORT, 'a key of a reader is never changed');
      END;
      CREATE TRIGGER reader_key_removed BEFORE DELETE ON reader_key BEGIN
        SELECT RAISE(ABORT, 'a key of a reader is never removed');
      END;
    `);
  },
};
