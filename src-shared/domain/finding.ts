/** Something that a check of the data folder found wrong. Names files by hash or id: nothing of a patient. */
export interface Finding {
  readonly area: "database" | "original" | "model" | "label map" | "feature map" | "derived volume" | "project" | "leftover";
  /** Which one: a path in the data folder, a model's name and version, a segmentation's id, a project's name. */
  readonly name: string;
  readonly problem: string;
  /** Whether it is right now. */
  readonly mended: boolean;
  /** What was done, or what the reader can do. */
  readonly action: string;
}

/** How a check is made: whether it mends what it can, and where it says how far it is. */
export interface CheckOptions {
  readonly repair: boolean;
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

/** How many things a check looked at, and what it found. */
export interface Checked {
  readonly count: number;
  readonly findings: readonly Finding[];
}
