import type { Store } from "../store/index.ts";
import { exportCodes } from "./exportCodes.ts";

interface Row {
  study_instance_uid: string;
  series_number: number | null;
  label: string;
}

/**
 * A file name that differs by case and segmentation: what it is, the codes of patient and study, the series' number, what sets the volume apart in it, the
 * segmentation's name, parted by "_": "features_P4F7K2Q_S9XK3TB_5_water_Thigh muscles.csv". It holds nothing of the patient unless the reader named the
 * segmentation so. Where two segmentations of a volume have one name, the beginning of the id tells them apart. `ending` with its dot.
 */
export function exportFileName(store: Store, what: string, of: { volumeId: string; segmentationId: string }, ending: string): string {
  const volume = store.database
    .prepare<[string], Row>(`
    SELECT study_instance_uid, series_number, json_extract(volume.description, '$.label') AS label
    FROM volume JOIN series ON series.id = volume.series_id JOIN study ON study.id = series.study_id WHERE volume.id = ?`)
    .get(of.volumeId);
  const name = store.database.prepare<[string], string>("SELECT name FROM segmentation WHERE id = ?").pluck().get(of.segmentationId) ?? "";
  const isTwice =
    store.database
      .prepare<[string, string], number>(
        "SELECT count(*) FROM segmentation WHERE volume_id = (SELECT volume_id FROM segmentation WHERE id = ?) AND name = ?",
      )
      .pluck()
      .get(of.segmentationId, name)! > 1;
  const codes = volume && exportCodes(store, volume.study_instance_uid);
  const parts = [
    what,
    codes?.patientCode,
    codes?.studyCode,
    volume?.series_number?.toString(),
    volume?.label,
    name,
    isTwice ? of.segmentationId.slice(0, 8) : undefined,
  ];
  return `${parts
    .map((part) => fileWord(part ?? ""))
    .filter((part) => part !== "")
    .join("_")}${ending}`;
}

/** A text without what file systems do not take, cut by whole characters. */
function fileWord(text: string): string {
  const letters = text
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[ .]+|[ .]+$/g, "");
  return Array.from(letters).slice(0, 80).join("").trim();
}
