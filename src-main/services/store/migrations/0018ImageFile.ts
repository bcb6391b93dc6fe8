import type { Migration } from "./migration.ts";

/** Image files (NIfTI, NRRD, MGH) as originals, and the volumes that are read from them. */
export const migration0018ImageFile: Migration = {
  number: 18,
  name: "image files",
  up: (database) => {
    database.exec(`
      CREATE TABLE image_file (
        id INTEGER PRIMARY KEY,
        series_id INTEGER NOT NULL UNIQUE REFERENCES series(id) ON DELETE CASCADE,  -- a file is a series
        content_hash TEXT NOT NULL,          -- sha256, hex, of the file; instances/ab/abcdef....<ending>. One content may lie in several places
        ending TEXT NOT NULL,                -- nii.gz, nii, nrrd, mgz, mgh
        file_name TEXT NOT NULL,
        folders TEXT NOT NULL,               -- JSON: names of the folders that it lay in, the innermost last, at most three
        byte_length INTEGER NOT NULL,
        slice_count INTEGER NOT NULL,        -- of all its images together
        acquisition TEXT NOT NULL,           -- JSON: Acquisition of services/volumes, what the file or the JSON beside it says
        labels TEXT,                         -- JSON: FileLabels of src-shared/domain where its voxels are labels, else NULL
        taken_segmentation_id TEXT,          -- the segmentation that was made of it; NULL where none was
        imported_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX image_file_content ON image_file(content_hash);
      CREATE TABLE volume_image_file (
        volume_id TEXT PRIMARY KEY REFERENCES volume(id) ON DELETE CASCADE,
        image_file_id INTEGER NOT NULL REFERENCES image_file(id) ON DELETE CASCADE,
        frame INTEGER NOT NULL               -- from 0: which of the file's images
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX volume_image_file_file ON volume_image_file(image_file_id);
      CREATE TRIGGER image_file_added AFTER INSERT ON image_file BEGIN
        UPDATE series SET instance_count = instance_count + 1, frame_count = frame_count + NEW.slice_count WHERE id = NEW.series_id;
        UPDATE study SET instance_count = instance_count + 1, frame_count = frame_count + NEW.slice_count
          WHERE id = (SELECT study_id FROM series WHERE id = NEW.series_id);
      END;
      CREATE TRIGGER image_file_removed AFTER DELETE ON image_file BEGIN
        UPDATE series SET instance_count = instance_count - 1, frame_count = frame_count - OLD.slice_count WHERE id = OLD.series_id;
        UPDATE study SET instance_count = instance_count - 1, frame_count = frame_count - OLD.slice_count
          WHERE id = (SELECT study_id FROM series WHERE id = OLD.series_id);
      END;
      -- Whose the patient ID is: '' for DICOM, where it is the hospital's; for image files a hash of the data set, as every data set has a sub-01.
      ALTER TABLE study ADD COLUMN patient_scope TEXT NOT NULL DEFAULT '';
      DROP INDEX study_patient;
      CREATE INDEX study_patient ON study(patient_sort, patient_id, patient_name, patient_scope);
    `);
  },
};
