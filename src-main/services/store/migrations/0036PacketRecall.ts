import type { Migration } from "./migration.ts";

/** Packets that a coordinator called back, and what of a return was not taken in. */
export const migration0036PacketRecall: Migration = {
  number: 36,
  name: "packets that were called back",
  up: (database) => {
    database.exec(`
      ALTER TABLE packet ADD COLUMN called_back_at TEXT;              -- UTC; NULL of one that is out, or came back
      ALTER TABLE packet ADD COLUMN called_back_because TEXT;
      ALTER TABLE packet_return ADD COLUMN left_out TEXT NOT NULL DEFAULT '[]';   -- JSON [{code, why}]: what was in it and was not taken in
    `);
  },
};
