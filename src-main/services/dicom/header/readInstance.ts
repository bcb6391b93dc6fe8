import { createHash } from "node:crypto";
import type { DataSet } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";
import { decodeText } from "../file/characterSets.ts";
import { bytesOf, numberOf, stringOf, stringsOf } from "../file/elementValues.ts";
import type { FrameHeader, InstanceHeader } from "./instanceHeader.ts";
import type { InstanceRecord } from "./instanceRecord.ts";
import type { DicomFile } from "../file/openDicomFile.ts";
import { pixelDataTags } from "../file/parser.ts";
import { readFrameHeaders } from "./readFrameHeaders.ts";
import { readPixelHeader } from "./readPixelHeader.ts";
import { nameOfNonImage, rtDose } from "../file/sopClasses.ts";

/**
 * Reads what is kept of one image beside its file.
 * @param contentHash sha256 of the whole file, hexadecimal: an identifier that the file lacks is made from it.
 * Throws PlainError with the reason, to be read after the file's name, where no volume can be made of it.
 */
export function readInstance({ dataSet, transferSyntaxUid }: DicomFile, contentHash: string): InstanceRecord {
  const sopClassUid = stringOf(dataSet, "x00080016") ?? stringOf(dataSet, "x00020002") ?? "";
  const nonImage = nameOfNonImage(sopClassUid);
  if (nonImage) throw new PlainError(`no image in it: ${nonImage}`);
  if (!pixelDataTags.some((tag) => dataSet.elements[tag])) {
    const isImageHeader = dataSet.elements["x00280010"] !== undefined;
    throw new PlainError(isImageHeader ? "no pixels in it, only an image's header" : "no image in it: it has no pixels");
  }
  const text = textReader(dataSet);
  const stated = Math.max(1, Math.trunc(numberOf(dataSet, "x00280008") ?? 1));
  const pixels = readPixelHeader(dataSet, transferSyntaxUid, stated);
  const frames = scaledFrames(dataSet, sopClassUid, readFrameHeaders(dataSet));
  const modality = stringOf(dataSet, "x00080060") ?? "OT";
  const manufacturer = text("x00080070");
  const instanceNumber = numberOf(dataSet, "x00200013");
  const header: InstanceHeader = {
    sopClassUid,
    transferSyntaxUid,
    modality,
    instanceNumber,
    frameOfReferenceUid: stringOf(dataSet, "x00200052"),
    manufacturer,
    sequenceName: text("x00180024") || text("x00189005"),
    isEnhanced: dataSet.elements["x52009229"] !== undefined || dataSet.elements["x52009230"] !== undefined,
    pixels,
    frames,
  };

  const madeUp: string[] = [];
  const uid = (tag: string, name: string, ...parts: Array<string | number | null>) => {
    const found = stringOf(dataSet, tag);
    if (found) return found;
    madeUp.push(name);
    return derivedUid(name, ...parts);
  };
  const study = {
    patientId: text("x00100020"),
    patientName: personName(text("x00100010", "\\^=")),
    patientBirthDate: dateOf(stringOf(dataSet, "x00100030")),
    patientSex: stringOf(dataSet, "x00100040"),
    date: dateOf(stringOf(dataSet, "x00080020") ?? stringOf(dataSet, "x00080021") ?? stringOf(dataSet, "x00080022")),
    time: timeOf(stringOf(dataSet, "x00080030")),
    description: text("x00081030"),
    accessionNumber: text("x00080050"),
  };
  const studyInstanceUid = uid(
    "x0020000d",
    "Study Instance UID",
    study.patientId,
    study.patientName,
    study.patientBirthDate,
    study.date,
    study.time,
    study.description,
    study.accessionNumber,
  );
  const seriesNumber = integerOrNull(numberOf(dataSet, "x00200011"));
  const series = {
    modality,
    seriesNumber,
    description: text("x0008103e"),
    bodyPart: text("x00180015"),
    protocolName: text("x00181030"),
    manufacturer,
    date: dateOf(stringOf(dataSet, "x00080021")),
  };
  const seriesInstanceUid = uid(
    "x0020000e",
    "Series Instance UID",
    studyInstanceUid,
    seriesNumber,
    modality,
    series.description,
    series.protocolName,
  );
  const sopInstanceUid =
    stringOf(dataSet, "x00080018") ?? stringOf(dataSet, "x00020003") ?? uid("x00080018", "SOP Instance UID", contentHash);
  return {
    study: { studyInstanceUid, ...study },
    series: { seriesInstanceUid, ...series },
    instance: { sopInstanceUid, sopClassUid, transferSyntaxUid, frameCount: frames.length, header: JSON.stringify(header) },
    madeUp,
  };
}

/** A dose is the stored value times Dose Grid Scaling (3004,000E; PS3.3 C.8.8.3.2), in Gy for the usual units; there is no rescale slope. */
function scaledFrames(dataSet: DataSet, sopClassUid: string, frames: FrameHeader[]): FrameHeader[] {
  if (sopClassUid !== rtDose) return frames;
  const scaling = numberOf(dataSet, "x3004000e");
  if (scaling === null || scaling <= 0) throw new PlainError("its dose has no scale (Dose Grid Scaling, 3004,000E)");
  return frames.map((frame) => ({ ...frame, slope: scaling, intercept: 0 }));
}

function textReader(dataSet: DataSet) {
  const characterSets = stringsOf(dataSet, "x00080005");
  return (tag: string, delimiters = "\\"): string => {
    const bytes = bytesOf(dataSet, tag);
    // A NUL that pads a value, and other controls, are no text.
    return bytes
      ? decodeText(bytes, characterSets, delimiters)
          .replace(/\p{Cc}+/gu, " ")
          .trim()
      : "";
  };
}

/** Component groups without trailing empty parts: "Yamada^Tarou^^^=山田^太郎=" becomes "Yamada^Tarou=山田^太郎". */
function personName(value: string): string {
  return value
    .split("=")
    .map((group) => group.trim().replace(/[\s^]+$/, ""))
    .join("=")
    .replace(/=+$/, "");
}

/** YYYY-MM-DD of a DA ("20230114", or ACR-NEMA's "2023.01.14"); null where it is no date of the calendar. */
function dateOf(value: string | null): string | null {
  const match = /^(\d{4})[.\-/]?(\d{2})[.\-/]?(\d{2})/.exec(value ?? "");
  if (!match) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? null : date;
}

function timeOf(value: string | null): string | null {
  const match = /^([01]\d|2[0-3]):?([0-5]\d)?:?([0-5]\d)?/.exec(value ?? "");
  return match ? `${match[1]}:${match[2] ?? "00"}:${match[3] ?? "00"}` : null;
}

function integerOrNull(value: number | null): number | null {
  return value === null ? null : Math.trunc(value);
}

/** A UID made from what is known, always the same from the same (2.25 and a number of 122 free bits, PS3.5 B.2). */
function derivedUid(...parts: ReadonlyArray<string | number | null>): string {
  const digest = createHash("sha256").update(JSON.stringify(parts)).digest();
  // Shaped as a name-based UUID (RFC 9562 version 8), as 2.25 demands.
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${digest.subarray(0, 16).toString("hex")}`)}`;
}
