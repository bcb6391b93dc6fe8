import { basename } from "node:path";
import type { ScoredCases } from "#shared/api/network.ts";
import { seesImages } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readDataTable } from "../../services/exports/index.ts";
import { rowsOf, scoreRows, tableColumnsOf } from "../../services/networks/index.ts";
import { readUserFile } from "../../services/system/index.ts";
import { readBundleImages, withBundle } from "./bundleFolder.ts";

export interface PredictVolumeRequest {
  /** The folder of a bundle that scores. */
  readonly bundlePath: string;
  /** Files by the names of the bundle's images. */
  readonly roles: ReadonlyMap<string, string>;
  /** A CSV file with the bundle's columns; a bundle that sees images takes one row of it. */
  readonly tablePath?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Runs a bundle that scores on image files, a table, or both. Nothing is kept. Throws PlainError, naming file and field, where anything does not fit. */
export async function predictVolume({ bundlePath, roles, tablePath, onProgress }: PredictVolumeRequest): Promise<ScoredCases> {
  return withBundle(bundlePath, async ({ bundle, folder, inference, workFolder }) => {
    if (bundle.kind === "segmentation") throw new PlainError(`${bundle.name} draws. Run it with fascicle segment.`);
    const columns = tableColumnsOf(bundle);
    if (columns && tablePath === undefined)
      throw new PlainError(`${bundle.name} needs a table with the columns ${columns.join(", ")}: give --table FILE.`);
    if (!columns && tablePath !== undefined) throw new PlainError(`${bundle.name} takes no table; leave --table out.`);
    const { images, notes } = await readBundleImages(bundle, { only: undefined, roles });
    const rows = tablePath === undefined ? [{}] : await readRows(tablePath, columns!);
    if (seesImages(bundle) && rows.length > 1)
      throw new PlainError(`${basename(tablePath!)} has ${rows.length} rows; with the images of one patient it has one.`);
    const scored = await scoreRows(inference, { opened: { bundle, folder }, images, rows, workFolder }, { onProgress });
    return { ...scored, notes: [...notes, ...scored.notes] };
  });
}

async function readRows(path: string, columns: readonly string[]): Promise<Array<Readonly<Record<string, number>>>> {
  return rowsOf(readDataTable(await readUserFile(path, "the table", 2 ** 29), basename(path)), columns);
}
