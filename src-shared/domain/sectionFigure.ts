/** A schematic section of one leg: paths of SVG in mm from the middle of the limb, of a right leg as images show it (lateral on the left, anterior above). */
export interface SectionFigure {
  readonly region: string;
  readonly level: "proximal" | "middle" | "distal";
  readonly limb: string;
  readonly bones: string;
  /** Muscles by code ("RFEM", both heads of the biceps as one); those that no form asks for under an empty code. What the section does not cut is left out. */
  readonly muscles: ReadonlyArray<{ readonly code: string; readonly path: string }>;
}
