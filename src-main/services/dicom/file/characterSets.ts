/**
 * Text of DICOM (PS3.3 C.12.1.1.2, PS3.5 6.1): Specific Character Set, with and without code extension by ISO 2022 escapes.
 * TextDecoder knows the single tables; what is done here is to follow the escapes.
 */

/** Character sets without code extension: defined term (letters and digits only) to the label of a TextDecoder. */
const wholeSets: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ISOIR192: "utf-8",
    UTF8: "utf-8",
    GB18030: "gb18030",
    GBK: "gbk",
    ISO2022GBK: "gbk",
    ISO2022GB18030: "gb18030",
  }),
);

/** Single-byte sets, which may stand alone or at the end of an escape: the upper half's decoder. */
const singleByteSets: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ISOIR100: "iso-8859-1",
    ISOIR101: "iso-8859-2",
    ISOIR109: "iso-8859-3",
    ISOIR110: "iso-8859-4",
    ISOIR144: "iso-8859-5",
    ISOIR127: "iso-8859-6",
    ISOIR126: "iso-8859-7",
    ISOIR138: "iso-8859-8",
    ISOIR148: "iso-8859-9",
    ISOIR203: "iso-8859-15",
    ISOIR166: "windows-874",
    ISOIR13: "shift_jis",
    // Not DICOM's terms, but written by real systems.
    LATIN1: "iso-8859-1",
    ISO88591: "iso-8859-1",
    ISO88592: "iso-8859-2",
    ISO88595: "iso-8859-5",
    ISO88599: "iso-8859-9",
    ISO885915: "iso-8859-15",
  }),
);

/** Multi-byte sets, reached by an escape only; read as the EUC form of the same table. */
const multiByteSets: ReadonlyMap<string, string> = new Map([
  ["ISO2022IR149", "euc-kr"],
  ["ISO2022IR58", "gbk"],
]);

/** What an escape sequence puts into G0 (bytes below 0x80) or G1 (above); PS3.3 tables C.12-3 and C.12-4. */
interface Designation {
  readonly half: "G0" | "G1";
  readonly decoder: string;
  /** JIS X 0208 and 0212 in G0 take two bytes a character. */
  readonly pairs?: "jisx0208" | "jisx0212";
}

const escapes: ReadonlyArray<readonly [sequence: string, designation: Designation]> = [
  ["$)C", { half: "G1", decoder: "euc-kr" }],
  ["$)A", { half: "G1", decoder: "gbk" }],
  ["$(D", { half: "G0", decoder: "euc-jp", pairs: "jisx0212" }],
  ["$B", { half: "G0", decoder: "euc-jp", pairs: "jisx0208" }],
  ["$@", { half: "G0", decoder: "euc-jp", pairs: "jisx0208" }],
  ["(B", { half: "G0", decoder: "ascii" }],
  ["(J", { half: "G0", decoder: "ascii" }],
  [")I", { half: "G1", decoder: "shift_jis" }],
  ["-A", { half: "G1", decoder: "iso-8859-1" }],
  ["-B", { half: "G1", decoder: "iso-8859-2" }],
  ["-C", { half: "G1", decoder: "iso-8859-3" }],
  ["-D", { half: "G1", decoder: "iso-8859-4" }],
  ["-L", { half: "G1", decoder: "iso-8859-5" }],
  ["-G", { half: "G1", decoder: "iso-8859-6" }],
  ["-F", { half: "G1", decoder: "iso-8859-7" }],
  ["-H", { half: "G1", decoder: "iso-8859-8" }],
  ["-M", { half: "G1", decoder: "iso-8859-9" }],
  ["-b", { half: "G1", decoder: "iso-8859-15" }],
  ["-T", { half: "G1", decoder: "windows-874" }],
];

const ascii: Designation = { half: "G0", decoder: "ascii" };
const escapeByte = 0x1b;

type Decoder = InstanceType<typeof TextDecoder>;
const decoders = new Map<string, Decoder>();
const decoderOf = (label: string): Decoder => {
  const decoder = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, decoder);
  return decoder;
};
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes the bytes of a text element.
 * @param characterSets the values of Specific Character Set (0008,0005), as written; empty where it is absent.
 * @param delimiters characters at which code extension starts anew besides line ends: "\\^=" for names (VR PN), "\\" for SH, LO, UC, "" for ST, LT, UT.
 * Where the set is absent but bytes above 0x7F occur, UTF-8 is tried, then ISO 8859-1: such files exist, and a readable name is better than none.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[], delimiters: string): string {
  if (!bytes.some((byte) => byte >= 0x80 || byte === escapeByte)) return decoderOf("iso-8859-1").decode(bytes);
  const terms = characterSets.map((term) => term.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  const first = terms[0] ?? "";
  const whole = wholeSets.get(first);
  if (whole) return decoderOf(whole).decode(bytes);
  if (!bytes.includes(escapeByte) && terms.every((term) => term === "" || term === "ISOIR6" || term === "ISO2022IR6"))
    return decodeUndeclared(bytes);
  return decodeExtended(bytes, initialUpperHalf(terms), delimiters);
}

function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return decoderOf("iso-8859-1").decode(bytes);
  }
}

/** G1 before any escape: that of the first value. Where that names none, a multi-byte set among the others that was written without its escape. */
function initialUpperHalf(terms: readonly string[]): string {
  const single = (term: string) => singleByteSets.get(term.replace(/^ISO2022IR/, "ISOIR"));
  const first = terms[0] ?? "";
  const multi = terms.find((term) => multiByteSets.has(term));
  return single(first) ?? (multi && multiByteSets.get(multi)) ?? terms.map(single).find((label) => label !== undefined) ?? "iso-8859-1";
}

function decodeExtended(bytes: Uint8Array, upperHalf: string, delimiters: string): string {
  const initial: Designation = { half: "G1", decoder: upperHalf };
  const resetAt = new Set([0x09, 0x0a, 0x0c, 0x0d, ...Buffer.from(delimiters, "latin1")]);
  let lower = ascii;
  let upper = initial;
  let text = "";
  let position = 0;
  while (position < bytes.length) {
    const byte = bytes[position]!;
    if (byte === escapeByte) {
      const sequence = String.fromCharCode(...bytes.subarray(position + 1, position + 4));
      const found = escapes.find(([escape]) => sequence.startsWith(escape));
      if (!found) {
        position += 1;
        continue;
      }
      if (found[1].half === "G0") lower = found[1];
      else upper = found[1];
      position += 1 + found[0].length;
    } else if (byte < 0x80 && lower.pairs && byte > 0x20) {
      const end = endOf(bytes, position, (next) => next > 0x20 && next < 0x7f);
      text += decodePairs(bytes.subarray(position, end), lower.pairs);
      position = end;
    } else if (byte < 0x80) {
      text += String.fromCharCode(byte);
      position += 1;
      if (resetAt.has(byte)) {
        lower = ascii;
        upper = initial;
      }
    } else {
      const end = endOf(bytes, position, (next) => next >= 0x80);
      text += decoderOf(upper.decoder).decode(bytes.subarray(position, end));
      position = end;
    }
  }
  return text;
}

function endOf(bytes: Uint8Array, start: number, belongs: (byte: number) => boolean): number {
  let end = start;
  while (end < bytes.length && belongs(bytes[end]!)) end += 1;
  return end;
}

/** JIS X 0208 or 0212 with the upper bits clear, through their EUC-JP form: 0208 sets the bits, 0212 is announced by 0x8F besides. */
function decodePairs(bytes: Uint8Array, table: "jisx0208" | "jisx0212"): string {
  const euc: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    if (table === "jisx0212") euc.push(0x8f);
    euc.push(bytes[i]! | 0x80, bytes[i + 1]! | 0x80);
  }
  return decoderOf("euc-jp").decode(Uint8Array.from(euc));
}
