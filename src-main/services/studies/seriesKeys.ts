import { createHash } from "node:crypto";
import { foldText } from "#shared/domain/foldText.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";

/** What a kind of study or series is known by. Words may hold a patient's name, whatever they are meant for: only their hash is kept, compared, never shown. */
function keyOf(...words: readonly string[]): string {
  return createHash("sha256").update(words.map(foldText).join("\n")).digest("hex");
}

/** A volume of a study, by what its series is for. */
export interface KeyedVolume {
  readonly id: string;
  readonly key: string;
}

interface Row {
  readonly id: string;
  readonly description: string;
  readonly protocolName: string;
  readonly volume: string;
}

/** By what studies and series of one kind are known in a store. */
export function createSeriesKeys({ database }: Pick<Store, "database">) {
  const descriptionOf = database.prepare<[string], string>("SELECT description FROM study WHERE study_instance_uid = ?").pluck();
  const protocolsOf = database
    .prepare<[string], string>(
      `SELECT DISTINCT series.protocol_name FROM series JOIN study ON study.id = series.study_id
       WHERE study.study_instance_uid = ? AND series.protocol_name <> '' ORDER BY 1`,
    )
    .pluck();
  const volumesOf = database.prepare<[string], Row>(`
    SELECT volume.id, series.description, series.protocol_name AS protocolName, volume.description AS volume FROM volume
    JOIN series ON series.id = volume.series_id JOIN study ON study.id = series.study_id
    WHERE study.study_instance_uid = ? ORDER BY series.series_number IS NULL, series.series_number, series.id, volume.ordinal`);

  return {
    /** Of a study's description; null where it has none. */
    ofDescription: (studyInstanceUid: string): string | null => {
      const words = foldText(descriptionOf.get(studyInstanceUid) ?? "").trim();
      return words === "" ? null : keyOf(words);
    },
    /** Of the protocol names of a study's series; null where they have none. */
    ofProtocols: (studyInstanceUid: string): string | null => {
      const names = protocolsOf.all(studyInstanceUid).map(foldText);
      return names.length === 0 ? null : keyOf("protocols", ...[...new Set(names)].toSorted());
    },
    /** The volumes of a study in its order. */
    volumesOf: (studyInstanceUid: string): KeyedVolume[] =>
      volumesOf.all(studyInstanceUid).map(({ id, description, protocolName, volume }) => ({
        id,
        key: keyOf(protocolName || description, description, (JSON.parse(volume) as Volume).label),
      })),
  };
}
