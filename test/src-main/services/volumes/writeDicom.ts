/** Values of a made DICOM file, by tag as 0xGGGGEEEE. */
export type DicomValues = ReadonlyArray<readonly [tag: number, vr: string, value: string | Uint8Array]>;

const long = new Set(["OB", "OW", "SQ", "UN", "UT"]);

/** A little-endian explicit DICOM file (PS3.10) of these elements, which must stand in the order of their tags. */
export function writeDicom(values: DicomValues, transferSyntaxUid = "1.2.840.10008.1.2.1"): Uint8Array {
  const meta = element(0x0002_0010, "UI", transferSyntaxUid);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(0x0002_0000, "UL", new Uint8Array(Uint32Array.of(meta.length).buffer)),
    meta,
    ...values.map(([tag, vr, value]) => element(tag, vr, value)),
  ]);
}

function element(tag: number, vr: string, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2, vr === "UI" || vr === "OB" ? 0 : 0x20)]);
  const head = Buffer.alloc(long.has(vr) ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, "latin1");
  if (long.has(vr)) head.writeUInt32LE(padded.length, 8);
  else head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, padded]);
}

const unsigned = (value: number) => new Uint8Array(Uint16Array.of(value).buffer);

/** An axial MR slice at z: 4 columns of 2 mm, 3 rows of 3 mm, 16 bits, unsigned, with slope and intercept as given. */
export function writeSlice(number: number, z: number, pixels: readonly number[], { slope = "1", intercept = "0" } = {}): Uint8Array {
  return writeDicom([
    ...sliceValues(number, z, { slope, intercept }),
    [0x7fe0_0010, "OW", new Uint8Array(Uint16Array.from(pixels).buffer)],
  ]);
}

/** The same slice packed as RLE (PS3.5 annex G), the last `cut` bytes of its second segment missing. */
export function writeRleSlice(number: number, z: number, pixels: readonly number[], cut = 0): Uint8Array {
  // Two segments, high bytes first; each is one run of literal bytes.
  const segment = (shift: number) => Uint8Array.from([pixels.length - 1, ...pixels.map((value) => (value >> shift) & 0xff), 0]);
  const [high, low] = [segment(8), segment(0).subarray(0, pixels.length + 2 - cut)];
  const head = Uint32Array.from([2, 64, 64 + high.length, ...Array.from({ length: 13 }, () => 0)]);
  const frame = Buffer.concat([new Uint8Array(head.buffer), high, low, Buffer.alloc((high.length + low.length) % 2)]);
  const item = (tag: number, length: number) => Uint8Array.from([0xfe, 0xff, tag, 0xe0, length & 0xff, (length >> 8) & 0xff, 0, 0]);
  const pixelData = Uint8Array.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return Buffer.concat([
    writeDicom(sliceValues(number, z), "1.2.840.10008.1.2.5"),
    pixelData,
    item(0x00, 0),
    item(0x00, frame.length),
    frame,
    item(0xdd, 0),
  ]);
}

function sliceValues(number: number, z: number, { slope = "1", intercept = "0" } = {}): DicomValues {
  return [
    [0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\M"],
    [0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4"],
    [0x0008_0018, "UI", `1.2.3.4.${number}`],
    [0x0008_0060, "CS", "MR"],
    [0x0010_0010, "PN", "Doe^Jane"],
    [0x0010_0020, "LO", "P1"],
    [0x0018_0050, "DS", "5"],
    [0x0018_0080, "DS", "500"],
    [0x0018_0081, "DS", "12"],
    [0x0020_000d, "UI", "1.2.3.1"],
    [0x0020_000e, "UI", "1.2.3.2"],
    [0x0020_0013, "IS", String(number)],
    [0x0020_0032, "DS", `-10\\-20\\${z}`],
    [0x0020_0037, "DS", "1\\0\\0\\0\\1\\0"],
    [0x0020_0052, "UI", "1.2.3.3"],
    [0x0028_0002, "US", unsigned(1)],
    [0x0028_0004, "CS", "MONOCHROME2"],
    [0x0028_0010, "US", unsigned(3)],
    [0x0028_0011, "US", unsigned(4)],
    [0x0028_0030, "DS", "3\\2"],
    [0x0028_0100, "US", unsigned(16)],
    [0x0028_0101, "US", unsigned(16)],
    [0x0028_0102, "US", unsigned(15)],
    [0x0028_0103, "US", unsigned(0)],
    [0x0028_1052, "DS", intercept],
    [0x0028_1053, "DS", slope],
  ];
}
