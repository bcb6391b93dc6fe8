import type { DataSet } from "dicom-parser";
import { stringOf } from "./elementValues.ts";

/**
 * The tag (xGGGGEEEE) of a private element: its creator may have reserved any block (PS3.5 7.8.1), so that 0x0c of creator
 * "SIEMENS MR HEADER" is (0019,100C) in one file and (0019,110C) in another. Undefined where the creator reserved none.
 */
export function privateTag(dataSet: DataSet, group: string, creator: RegExp, element: string): string | undefined {
  for (let block = 0x10; block <= 0xff; block += 1) {
    const name = block.toString(16).padStart(2, "0");
    const tag = `x${group}00${name}`;
    if (!(tag in dataSet.elements)) {
      if (block > 0x1f) return undefined;
      continue;
    }
    if (creator.test(stringOf(dataSet, tag) ?? "")) return `x${group}${name}${element}`;
  }
  return undefined;
}
