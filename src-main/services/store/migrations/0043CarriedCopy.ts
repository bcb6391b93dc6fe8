import type { Migration } from "./migration.ts";

/** Through which registrations a segmentation was carried to another series. */
export const migration0043CarriedCopy: Migration = {
  number: 43,
  name: "copies of segmentations through registrations",
  up: (database) => {
    // JSON: CarriedBy of src-shared/api; null where both series lay in one space as they were
    database.exec("ALTER TABLE segmentation_copy ADD COLUMN carried TEXT");
  },
};
