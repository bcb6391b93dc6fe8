import { createHash } from "node:crypto";
import type { FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import { partKey, partsOfRegion, wholeRegion, type FeaturePart } from "#shared/domain/project/featurePart.ts";
import type { LockedStudy } from "../projects/index.ts";
import { engineVersion, settingsHash } from "../radiomics/index.ts";
import type { Store } from "../store/index.ts";
import { drawingKey, drawingsToMeasure, isUpToDate, rowOf, type DrawingToMeasure } from "./drawingsToMeasure.ts";
import { createReadingFeatureTable, type ReadingFeatures } from "./readingFeatureTable.ts";

/** A table of features with what belongs into its heading, a sentence each. */
export type MeasuredTable = FeatureTable & { readonly notes: readonly string[] };

/** Which drawings of locked readings have features. */
export function createMeasuredDrawings(store: Pick<Store, "database" | "write">) {
  const table = createReadingFeatureTable(store);

  const measure = (study: LockedStudy) => {
    const found = new Map(table.list(study.projectId).map((row) => [drawingKey(row), row]));
    const hashes = new Map<DrawingToMeasure["settings"], string>();
    return drawingsToMeasure(study).map((asked) => {
      const own = hashes.get(asked.settings) ?? settingsHash(asked.settings);
      hashes.set(asked.settings, own);
      const row = found.get(drawingKey(rowOf(asked)));
      const isNow = isUpToDate(row, asked, { settingsHash: own, engineVersion: engineVersion() });
      return { asked, row: isNow ? row : undefined, isOld: row !== undefined && !isNow };
    });
  };
  let kept: { readonly of: LockedStudy["readings"]; readonly version: string; readonly found: ReturnType<typeof measure> } | null = null;
  const dataVersion = store.database.prepare<[], number>("PRAGMA data_version").pluck();
  const changes = store.database.prepare<[], number>("SELECT total_changes()").pluck();
  /** The drawings whose features are asked for, each with those that are up to date; `isOld` where there are some that are not. */
  const measured = (study: LockedStudy) => {
    const version = `${dataVersion.get()} ${changes.get()}`;
    if (kept?.of !== study.readings || kept.version !== version) kept = { of: study.readings, version, found: measure(study) };
    return kept.found;
  };

  /** The features that are up to date, by region, role and part, in the order of the protocol; of each role all of the drawing first. */
  const tablesOf = (study: LockedStudy): MeasuredTable[] => {
    const place = (region: string, role: string, part: string) => JSON.stringify([region, role, part]);
    const groups = Map.groupBy(measured(study), ({ asked: { drawing, part } }) => place(drawing.region, drawing.role, partKey(part)));
    return study.protocol.regions.flatMap((region) =>
      region.roles.flatMap((role) =>
        [wholeRegion, ...partsOfRegion(region, study.protocol.agreement.featuresPer ?? [])].flatMap((part) => {
          const own = groups.get(place(region.id, role.id, partKey(part))) ?? [];
          const rows = own.flatMap(({ asked, row }) => (row && row.refused === null ? [{ asked, row }] : []));
          return rows.length === 0 ? [] : [featureTable(part, own.length, rows)];
        }),
      ),
    );
  };

  /** SHA-256 of what the features of whole drawings that are up to date were made of: drawings, images, settings and the engine's version. */
  const featuresHash = (study: LockedStudy): string => {
    const made = measured(study).flatMap(({ asked: { reading, part }, row }) => {
      if (!row || row.refused !== null || partKey(part) !== "") return [];
      const { region, role, drawingHash, slices, settingsHash: settings, engineVersion: engine, imageHash, maskHash } = row;
      const { caseCode, readerNumber, pass } = reading;
      return [JSON.stringify([caseCode, readerNumber, pass, region, role, drawingHash, slices, settings, engine, imageHash, maskHash])];
    });
    return createHash("sha256").update(JSON.stringify(made.toSorted())).digest("hex");
  };

  const featureTable = (
    part: FeaturePart,
    asked: number,
    rows: readonly { readonly asked: DrawingToMeasure; readonly row: Omit<ReadingFeatures, "features"> }[],
  ): MeasuredTable => {
    const names = new Map<string, number>();
    // Their values are read here, so that it costs little to look whether they are those that were extracted.
    const told = rows.filter(({ row }) => table.isAsTold(row));
    const changed = rows.length - told.length;
    const values = told.map(({ row }) => {
      const own: (number | null)[] = [];
      for (const { name, value } of table.features(row)) {
        const at = names.get(name) ?? names.size;
        names.set(name, at);
        own[at] = value !== null && Number.isFinite(value) ? value : null;
      }
      return own;
    });
    const without = asked - rows.length;
    return {
      region: rows[0]!.row.region,
      role: rows[0]!.row.role,
      part,
      names: [...names.keys()],
      rows: told.map(({ asked: { reading } }, at) => ({
        caseCode: reading.caseCode,
        readerNumber: reading.readerNumber,
        pass: reading.pass,
        values: Array.from(names.values(), (place) => values[at]![place] ?? null),
      })),
      notes: [
        ...new Set(told.flatMap(({ row }) => row.notes)),
        ...(without > 0 ? [`${without} of ${asked} drawings have no features that are up to date, and are left out.`] : []),
        ...(changed > 0
          ? [`${changed} of ${asked} drawings have features that are not as the log left them, and are left out: extract features again.`]
          : []),
      ],
    };
  };

  return { measured, tablesOf, featuresHash };
}
