import { parseLabelNames } from "../imagefiles/index.ts";
import type { Acquisition } from "#shared/domain/imageFile.ts";

/** What a text file beside images says of them: how they were acquired, how their labels are called, or the name of the whole data set. */
export interface Companion {
  readonly acquisition: Acquisition | null;
  readonly labelNames: ReadonlyArray<readonly [value: number, name: string]>;
  readonly dataSetName: string | null;
}

/** Names of files that may say something of the images beside them. */
export function mayBeCompanion(fileName: string): boolean {
  return /\.(json|tsv)$/i.test(fileName) || /lut[^/]*\.txt$/i.test(fileName);
}

export const largestCompanionBytes = 2 ** 24;

/** Reads a JSON of BIDS (times in seconds, PS "Metadata fields"), a table of label names or a colour table; undefined where the file is none of them. */
export function readCompanion(fileName: string, bytes: Uint8Array): Companion | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  const labelNames = namesIn(text, fileName);
  const fields = /\.json$/i.test(fileName) ? fieldsOf(text) : undefined;
  if (labelNames.length === 0 && fields === undefined) return undefined;
  const said = fields === undefined ? null : acquisitionOf(fields);
  return {
    acquisition: said,
    labelNames,
    dataSetName: fields && typeof fields["BIDSVersion"] === "string" ? textOf(fields["Name"]) : null,
  };
}

function namesIn(text: string, fileName: string): Companion["labelNames"] {
  try {
    return [...parseLabelNames(text, fileName)];
  } catch {
    // Most tables and JSON files of a data set name no labels.
    return [];
  }
}

function fieldsOf(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function acquisitionOf(fields: Record<string, unknown>): Acquisition | null {
  const number = (key: string, factor: number) => {
    const value = fields[key];
    return typeof value === "number" && Number.isFinite(value) && value > 0 ? Number((value * factor).toPrecision(12)) : null;
  };
  const acquisition: Acquisition = {
    repetitionTimeMs: number("RepetitionTime", 1000),
    echoTimeMs: number("EchoTime", 1000),
    inversionTimeMs: number("InversionTime", 1000),
    flipAngleDegrees: number("FlipAngle", 1),
    magneticFieldStrengthT: number("MagneticFieldStrength", 1),
    manufacturer: textOf(fields["Manufacturer"]) ?? "",
  };
  return Object.values(acquisition).every((value) => value === null || value === "") ? null : acquisition;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 200) : null;
}
