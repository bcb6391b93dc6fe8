import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One element, explicit little endian. */
function element(group: number, number: number, vr: string, value: Buffer): Buffer {
  const isLong = vr === "OB" || vr === "OW" || vr === "SQ" || vr === "UN";
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, "latin1");
  if (isLong) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

/** Text, padded to an even length: UIDs with a NUL, the rest with a space. */
export function textElement(group: number, number: number, vr: string, text: string, encoding: BufferEncoding = "latin1"): Buffer {
  const bytes = Buffer.from(text, encoding);
  return element(group, number, vr, bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === "UI" ? "\0" : " ")]));
}

export function numberElement(group: number, number: number, value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return element(group, number, "US", bytes);
}

/** What a made-up MR slice says of itself; whatever is left out has a plain default. */
export interface MadeUpSlice {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly patientId?: string;
  readonly patientName?: string;
  readonly characterSet?: string;
  readonly studyDate?: string;
  readonly modality?: string;
  readonly seriesNumber?: number;
  readonly seriesDescription?: string;
  readonly frameOfReferenceUid?: string;
  /** Of columns and rows, mm. */
  readonly pixelMm?: number;
  readonly slice: number;
  readonly size: number;
  readonly pixels: Buffer;
  /** Of a patient who lies on the belly, as scanners write it: columns run to the patient's right, rows to the front. */
  readonly isProne?: boolean;
  /** Where it lies; the axial slices of a stack of squares, 5 mm apart, where it is left out. */
  readonly lattice?: MadeUpLattice;
}

/** The lattice of a slice (LPS, mm). */
export interface MadeUpLattice {
  readonly columns: number;
  readonly rows: number;
  /** Between columns and between rows alike. */
  readonly pixelSpacingMm: number;
  readonly positionMm: readonly [number, number, number];
  readonly frameOfReferenceUid: string;
  /** Directions of rows and of columns, LPS; axial where they are left out. */
  readonly orientation?: readonly number[];
}

/** The bytes of a single-frame MR image (PS3.3 A.4), explicit little endian, 16 bit. Elements with an empty UID are left out. */
export function dicomFile(slice: MadeUpSlice): Buffer {
  const lattice: MadeUpLattice = slice.lattice ?? {
    columns: slice.size,
    rows: slice.size,
    pixelSpacingMm: slice.pixelMm ?? 0.8,
    positionMm: slice.isProne ? [100, 100, slice.slice * 5] : [-100, -100, slice.slice * 5],
    ...(slice.isProne ? { orientation: [-1, 0, 0, 0, -1, 0] } : {}),
    frameOfReferenceUid: slice.frameOfReferenceUid ?? `${slice.studyInstanceUid || "2.25.2"}.9`,
  };
  const sopClass = "1.2.840.10008.5.1.4.1.1.4";
  const uid = (number: number, group: number, value: string) => (value === "" ? Buffer.alloc(0) : textElement(group, number, "UI", value));
  const meta = Buffer.concat([
    element(2, 1, "OB", Buffer.from([0, 1])),
    textElement(2, 2, "UI", sopClass),
    uid(3, 2, slice.sopInstanceUid),
    textElement(2, 0x10, "UI", "1.2.840.10008.1.2.1"),
    textElement(2, 0x12, "UI", "2.25.1"),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(2, 0, "UL", length),
    meta,
    ...(slice.characterSet === undefined ? [] : [textElement(8, 5, "CS", slice.characterSet)]),
    textElement(8, 8, "CS", "ORIGINAL\\PRIMARY\\M\\SE"),
    textElement(8, 0x16, "UI", sopClass),
    uid(0x18, 8, slice.sopInstanceUid),
    textElement(8, 0x20, "DA", slice.studyDate ?? "20240131"),
    textElement(8, 0x30, "TM", "101530"),
    textElement(8, 0x60, "CS", slice.modality ?? "MR"),
    textElement(8, 0x70, "LO", "Made up"),
    textElement(8, 0x1030, "LO", "Thigh"),
    textElement(8, 0x103e, "LO", slice.seriesDescription ?? "T1 axial"),
    textElement(0x10, 0x10, "PN", slice.patientName ?? "Made^Up", "utf8"),
    textElement(0x10, 0x20, "LO", slice.patientId ?? "P1"),
    textElement(0x10, 0x30, "DA", "19700102"),
    textElement(0x10, 0x40, "CS", "O"),
    textElement(0x18, 0x50, "DS", "5"),
    textElement(0x18, 0x80, "DS", "500"),
    textElement(0x18, 0x81, "DS", "12"),
    textElement(0x18, 0x88, "DS", "5"),
    uid(0x0d, 0x20, slice.studyInstanceUid),
    uid(0x0e, 0x20, slice.seriesInstanceUid),
    textElement(0x20, 0x11, "IS", String(slice.seriesNumber ?? 1)),
    textElement(0x20, 0x13, "IS", String(slice.slice + 1)),
    textElement(0x20, 0x32, "DS", lattice.positionMm.map((each) => Number(each.toFixed(8))).join("\\")),
    textElement(0x20, 0x37, "DS", (lattice.orientation ?? [1, 0, 0, 0, 1, 0]).map((each) => Number(each.toFixed(8))).join("\\")),
    textElement(0x20, 0x52, "UI", lattice.frameOfReferenceUid),
    numberElement(0x28, 2, 1),
    textElement(0x28, 4, "CS", "MONOCHROME2"),
    numberElement(0x28, 0x10, lattice.rows),
    numberElement(0x28, 0x11, lattice.columns),
    textElement(0x28, 0x30, "DS", `${lattice.pixelSpacingMm}\\${lattice.pixelSpacingMm}`),
    numberElement(0x28, 0x100, 16),
    numberElement(0x28, 0x101, 16),
    numberElement(0x28, 0x102, 15),
    numberElement(0x28, 0x103, 0),
    element(0x7fe0, 0x10, "OW", slice.pixels),
  ]);
}

/**
 * Writes (and syncs, so that no bench waits for them) `count` different slices of `size` x `size`, 100 to a series, 4 series to a study;
 * answers the folder.
 */
export function writeDicomFiles(folder: string, count: number, size: number): string {
  const pixels = Buffer.alloc(size * size * 2);
  let state = 0x2545f491;
  for (let i = 0; i < pixels.length; i += 2) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels.writeUInt16LE(state >>> 20, i);
  }
  for (let i = 0; i < count; i++) {
    const series = Math.floor(i / 100);
    const study = Math.floor(series / 4);
    pixels.writeUInt32LE(i, 0);
    const subfolder = join(folder, `study${study}`, `series${series}`);
    if (i % 100 === 0) mkdirSync(subfolder, { recursive: true });
    const file = dicomFile({
      studyInstanceUid: `2.25.10.${study}`,
      seriesInstanceUid: `2.25.11.${series}`,
      sopInstanceUid: `2.25.12.${i}`,
      patientId: `P${study}`,
      patientName: `Made^Up${study}`,
      seriesNumber: (series % 4) + 1,
      slice: i % 100,
      size,
      pixels,
    });
    writeFileSync(join(subfolder, `${String(i).padStart(6, "0")}.dcm`), file, { flush: true });
  }
  return folder;
}

/** The bytes of a DICOMDIR that names files, each by the parts of its path (PS3.3 F.3). */
export function dicomDirectory(references: ReadonlyArray<readonly string[]>): Buffer {
  const items = references.map((parts) => {
    const content = Buffer.concat([textElement(4, 0x1430, "CS", "IMAGE"), textElement(4, 0x1500, "CS", parts.join("\\"))]);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content]);
  });
  const meta = Buffer.concat([textElement(2, 2, "UI", "1.2.840.10008.1.3.10"), textElement(2, 0x10, "UI", "1.2.840.10008.1.2.1")]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    meta,
    textElement(4, 0x1130, "CS", "DISC"),
    element(4, 0x1220, "SQ", Buffer.concat(items)),
  ]);
}
