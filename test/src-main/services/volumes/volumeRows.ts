import { pinVolumes, type Store } from "../../../../src-main/services/store/index.ts";
import { change } from "../../author.ts";

/** Adds rows of volumes, of one series, for what pins them: a row is kept only of volumes that are there. */
export function addVolumeRows(store: Pick<Store, "write">, volumeIds: readonly string[]): void {
  change(store, (database) => {
    database.exec(`
      INSERT INTO study (id, study_instance_uid, patient_id, patient_name, description, accession_number, imported_at)
        VALUES (1, '1', '', '', '', '', '');
      INSERT INTO series (id, study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer)
        VALUES (1, 1, '1.1', 'MR', '', '', '', '')`);
    const insert = database.prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, 1, ?, '{}')");
    for (const [ordinal, id] of volumeIds.entries()) insert.run(id, ordinal);
  });
}

/** As a feature set of these volumes leaves them, for predictions that are made from it. */
export function addPinnedVolumes(store: Pick<Store, "write">, featureSetId: string, volumeIds: readonly string[]): void {
  addVolumeRows(store, volumeIds);
  change(store, (database) => pinVolumes({ database }, { kind: "feature set", id: featureSetId }, volumeIds));
}
