import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { instancePath, placeNotePath, type OriginalEnding } from "../originals/index.ts";
import type { Store } from "../store/index.ts";

/** A file that a database names, below its data folder; `hash` is what its content must have. */
export interface HeldFile {
  readonly path: string;
  readonly hash: string | null;
  /** Of the note of an image file: the studies that are there. */
  readonly studyKeys?: ReadonlySet<string>;
}

/** The files that a database names, and the notes beside originals; `dataFolder` is where they lie. */
export function heldFiles({ database }: Pick<Store, "database">, dataFolder: string): HeldFile[] {
  const instances = join(dataFolder, "instances");
  const below = (path: string) => relative(dataFolder, path).split(sep).join("/");
  const all = <Row>(sql: string) => database.prepare<[], Row>(sql).all();
  const images = all<{ hash: string; ending: OriginalEnding; key: string }>(
    `SELECT content_hash AS hash, ending, study_instance_uid AS key FROM image_file JOIN series ON series.id = series_id
     JOIN study ON study.id = study_id ORDER BY 1, 2`,
  );
  const files: HeldFile[] = [
    ...all<{ hash: string }>("SELECT content_hash AS hash FROM instance ORDER BY 1").map(({ hash }) => ({
      path: below(instancePath(instances, hash)),
      hash,
    })),
    ...[...new Map(images.map(({ hash, ending }) => [below(instancePath(instances, hash, ending)), hash]))].map(([path, hash]) => ({
      path,
      hash,
    })),
    ...[...Map.groupBy(images, ({ hash }) => hash)]
      .filter(([hash]) => existsSync(placeNotePath(instances, hash)))
      .map(([hash, uses]) => ({ path: below(placeNotePath(instances, hash)), hash: null, studyKeys: new Set(uses.map(({ key }) => key)) })),
    ...all<{ hash: string }>("SELECT DISTINCT content_hash AS hash FROM derived_volume WHERE is_cached = 0 ORDER BY 1").map(({ hash }) => ({
      path: `derived/${hash}.nrrd`,
      hash,
    })),
    ...all<{ id: string }>("SELECT id FROM feature_map ORDER BY 1").map(({ id }) => ({ path: `maps/${id}.nrrd`, hash: null })),
    ...all<{ hash: string }>("SELECT bundle_hash AS hash FROM model ORDER BY 1").flatMap(({ hash }) =>
      ["bundle.json", "model.onnx"].map((name) => ({ path: `models/${hash}/${name}`, hash: null })),
    ),
    ...all<{ hash: string; bundle: string }>("SELECT bundle_hash AS hash, bundle FROM network ORDER BY 1").flatMap(({ hash, bundle }) => [
      { path: `models/networks/${hash}/bundle.json`, hash },
      ...Object.entries((JSON.parse(bundle) as { files: Record<string, string> }).files).map(([name, ofFile]) => ({
        path: `models/networks/${hash}/${name}`,
        hash: ofFile,
      })),
    ]),
  ];
  return files;
}
