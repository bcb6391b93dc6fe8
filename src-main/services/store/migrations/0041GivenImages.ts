import type { Migration } from "./migration.ts";

/**
 * Images of packets that were taken in before they said whether they are turned upright: as until then they are shown as stored, so that a reading that was begun
 * looks the same.
 */
export const migration0041GivenImages: Migration = {
  number: 41,
  name: "images of packets are shown as stored",
  up: (database) => {
    database.exec(`
      UPDATE volume SET description = json_set(description, '$.turnsUpright', json('false'))
      WHERE series_id IN (SELECT series.id FROM series JOIN study ON study.id = study_id WHERE patient_scope LIKE 'packet %')
    `);
  },
};
