import type { Migration } from "./migration.ts";

/** Labels keep the numbers that they had in the file they came from. */
export const migration0008LabelValue: Migration = {
  number: 8,
  name: "label values",
  up: (database) => {
    database.exec("ALTER TABLE segment ADD COLUMN label_value INTEGER"); // null where it is the segment's number
  },
};
