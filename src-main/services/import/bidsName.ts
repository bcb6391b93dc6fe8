/** A file's name taken apart as BIDS has it: key-value pairs and a suffix ("sub-01_ses-1_run-2_T1w"). */
export interface BidsName {
  readonly entities: ReadonlyMap<string, string>;
  readonly suffix: string;
}

const entity = /^([a-zA-Z]+)-([a-zA-Z0-9+]+)$/;

/** The parts of a name without its ending; undefined where it is no BIDS name (BIDS 1.10, "Filenames"). */
export function bidsNameOf(stem: string): BidsName | undefined {
  const words = stem.split("_");
  const suffix = words.pop()!;
  if (!/^[a-zA-Z0-9]+$/.test(suffix)) return undefined;
  const entities = new Map<string, string>();
  for (const word of words) {
    const [, key, value] = entity.exec(word) ?? [];
    if (key === undefined || entities.has(key)) return undefined;
    entities.set(key, value!);
  }
  return { entities, suffix };
}

/** Suffixes of images that only an MR scanner makes (BIDS 1.10, MRI: anat, func, dwi, fmap, perf). */
const ofMr = new Set(
  (
    "T1w T2w PDw T2starw FLAIR inplaneT1 inplaneT2 PDT2 angio T2star FLASH PD T1map T2map T2starmap R1map R2map R2starmap PDmap MTRmap MTsat MTVmap MWFmap " +
    "UNIT1 Chimap S0map M0map VFA IRT1 MP2RAGE MESE MEGRE MTR MTS MPM bold cbv sbref phase dwi phasediff phase1 phase2 magnitude magnitude1 magnitude2 " +
    "fieldmap epi TB1DAM TB1EPI TB1AFI TB1TFL TB1RFM TB1SRGE RB1COR TB1map RB1map asl m0scan"
  ).split(" "),
);

/** The DICOM modality of a BIDS suffix: "MR" or "PT" where the suffix says it, else "". */
export function modalityOfSuffix(suffix: string): string {
  if (suffix === "pet") return "PT";
  return ofMr.has(suffix) ? "MR" : "";
}

/** Whether a file describes another one: the same suffix, and no pair that the other has not (BIDS 1.10, the inheritance principle). */
export function describes(general: BidsName, particular: BidsName): boolean {
  return general.suffix === particular.suffix && [...general.entities].every(([key, value]) => particular.entities.get(key) === value);
}
