import type { Migration } from "./migration.ts";

/** Studies, series, instances and the volumes made of them; jobs. */
export const migration0001Dicom: Migration = {
  number: 1,
  name: "studies, series, instances, volumes, jobs",
  up: (database) => {
    database.exec(`
      CREATE TABLE study (
        id INTEGER PRIMARY KEY,
        study_instance_uid TEXT NOT NULL UNIQUE,
        patient_id TEXT NOT NULL,
        patient_name TEXT NOT NULL,          -- Unicode, DICOM's component groups kept: "Yamada^Tarou=山田^太郎=やまだ^たろう"
        patient_birth_date TEXT,             -- YYYY-MM-DD
        patient_sex TEXT,
        study_date TEXT,                     -- YYYY-MM-DD
        study_time TEXT,                     -- HH:MM:SS
        description TEXT NOT NULL,
        accession_number TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        patient_sort TEXT NOT NULL DEFAULT '',         -- the name folded, for sorting (services/dicom/foldText)
        series_count INTEGER NOT NULL DEFAULT 0,       -- kept by triggers, as are all counts: the worklist reads them for 100,000 series
        instance_count INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE series (
        id INTEGER PRIMARY KEY,
        study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
        series_instance_uid TEXT NOT NULL,
        modality TEXT NOT NULL,
        series_number INTEGER,
        description TEXT NOT NULL,
        body_part TEXT NOT NULL,
        protocol_name TEXT NOT NULL,
        manufacturer TEXT NOT NULL,
        series_date TEXT,
        instance_count INTEGER NOT NULL DEFAULT 0,
        search_text TEXT NOT NULL DEFAULT '',          -- what the worklist searches, folded: of the patient, the study and the series
        description_text TEXT NOT NULL DEFAULT '',     -- the descriptions of study and series, folded
        volumes_stale INTEGER NOT NULL DEFAULT 0,      -- 1 where instances came after its volumes were built
        UNIQUE (study_id, series_instance_uid)
      ) STRICT;
      CREATE TABLE instance (
        id INTEGER PRIMARY KEY,
        series_id INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
        sop_instance_uid TEXT NOT NULL,
        sop_class_uid TEXT NOT NULL,
        transfer_syntax_uid TEXT NOT NULL,
        content_hash TEXT NOT NULL UNIQUE,   -- sha256, hex, of the whole file; instances/ab/abcdef....dcm
        variant INTEGER NOT NULL,            -- 0 for the first content seen under this UID; 1, 2 ... for others, kept apart
        byte_length INTEGER NOT NULL,
        frame_count INTEGER NOT NULL,
        header TEXT NOT NULL,                -- JSON: what volumes are built from (services/dicom)
        imported_at TEXT NOT NULL,
        UNIQUE (sop_instance_uid, variant)
      ) STRICT;
      CREATE INDEX instance_series ON instance(series_id);
      CREATE INDEX series_study ON series(study_id, series_number, modality);
      CREATE INDEX series_modality ON series(modality);
      CREATE INDEX series_description ON series(description COLLATE NOCASE);
      CREATE INDEX series_number ON series(series_number);
      CREATE INDEX series_stale ON series(id) WHERE volumes_stale = 1;
      CREATE INDEX study_patient ON study(patient_sort, patient_id, patient_name);
      CREATE INDEX study_patient_id ON study(patient_id COLLATE NOCASE);
      CREATE INDEX study_date ON study(study_date);
      CREATE INDEX study_description ON study(description COLLATE NOCASE);
      CREATE TRIGGER instance_added AFTER INSERT ON instance BEGIN
        UPDATE series SET instance_count = instance_count + 1, volumes_stale = 1 WHERE id = NEW.series_id;
        UPDATE study SET instance_count = instance_count + 1 WHERE id = (SELECT study_id FROM series WHERE id = NEW.series_id);
      END;
      CREATE TRIGGER instance_removed AFTER DELETE ON instance BEGIN
        UPDATE series SET instance_count = instance_count - 1, volumes_stale = 1 WHERE id = OLD.series_id;
        UPDATE study SET instance_count = instance_count - 1 WHERE id = (SELECT study_id FROM series WHERE id = OLD.series_id);
      END;
      CREATE TRIGGER series_added AFTER INSERT ON series BEGIN
        UPDATE study SET series_count = series_count + 1 WHERE id = NEW.study_id;
      END;
      CREATE TRIGGER series_removed AFTER DELETE ON series BEGIN
        UPDATE study SET series_count = series_count - 1, instance_count = instance_count - OLD.instance_count WHERE id = OLD.study_id;
      END;
      -- Any part of a word of three letters or more is found by its trigrams.
      CREATE VIRTUAL TABLE series_search USING fts5(search_text, content = 'series', content_rowid = 'id', tokenize = 'trigram case_sensitive 1');
      CREATE TRIGGER series_search_added AFTER INSERT ON series BEGIN
        INSERT INTO series_search (rowid, search_text) VALUES (NEW.id, NEW.search_text);
      END;
      CREATE TRIGGER series_search_removed AFTER DELETE ON series BEGIN
        INSERT INTO series_search (series_search, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);
      END;
      CREATE TRIGGER series_search_changed AFTER UPDATE OF search_text ON series BEGIN
        INSERT INTO series_search (series_search, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);
        INSERT INTO series_search (rowid, search_text) VALUES (NEW.id, NEW.search_text);
      END;
      CREATE TABLE volume (
        id TEXT PRIMARY KEY,
        series_id INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        description TEXT NOT NULL            -- JSON: Volume of src-shared/domain
      ) STRICT;
      CREATE INDEX volume_series ON volume(series_id);
      CREATE TABLE volume_frame (
        volume_id TEXT NOT NULL REFERENCES volume(id) ON DELETE CASCADE,
        slice_index INTEGER NOT NULL,
        instance_id INTEGER NOT NULL REFERENCES instance(id) ON DELETE CASCADE,
        frame_number INTEGER NOT NULL,       -- from 1, as in DICOM
        PRIMARY KEY (volume_id, slice_index)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX volume_frame_instance ON volume_frame(instance_id);
      CREATE TABLE job (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        state TEXT NOT NULL,
        phase TEXT NOT NULL,
        done REAL NOT NULL,
        total REAL,
        error TEXT,
        result TEXT,
        process_id INTEGER NOT NULL,         -- who runs it: a job of a process that is gone was interrupted
        created_at TEXT NOT NULL,
        finished_at TEXT
      ) STRICT;
      CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT;
    `);
  },
};
