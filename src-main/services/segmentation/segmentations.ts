import type { ImportedSegmentation, ReversedStep, SegmentationView, StrokeMark, StrokeRecord } from "#shared/api/segmentation.ts";
import type { FirstDrawing, SegmentationProvenance, SegmentCheck } from "#shared/api/firstDrawing.ts";
import type { CopyOrigin, DrawnElsewhere, KeptWay, SegmentChangeOfCopy } from "#shared/api/segmentationCopy.ts";
import type { ModelDrawing } from "#shared/domain/bundle/networkRun.ts";
import type { Segment, Segmentation, Side, Stroke } from "#shared/domain/segment.ts";
import type { StrokeRuns } from "#shared/domain/strokeBytes.ts";
import type { SliceChange } from "#shared/domain/sliceChanges.ts";
import type { StepIds } from "#shared/domain/undoSteps.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { LabelMapSource } from "../imagefiles/index.ts";
import type { Author, Write } from "../store/index.ts";
import type { Redrawing } from "./redrawIn.ts";
import type { Reversal } from "./reverseStep.ts";
import type { StepOwner } from "./readerSteps.ts";

/** A segment to be added: number, name and colour are given where they are left out. */
export interface NewSegment {
  readonly name?: string;
  readonly color?: string;
  readonly side?: Side;
}

/** What segmentations need of the volumes. */
export interface VolumeSource {
  /** Throws PlainError where there is no such volume. */
  describe(volumeId: string): Volume;
  /** The volumes of a study, in series. Throws PlainError where there is no such study. */
  describeStudy(studyInstanceUid: string): { readonly series: ReadonlyArray<{ readonly volumes: readonly Volume[] }> };
}

/** How what was drawn on a volume lies on another one as registrations that were accepted tell; null where none does. */
export type FindKeptWay = (drawnOn: Volume, volume: Volume) => KeptWay | null;

/** A label map and the segmentation it belongs to, both at one revision. */
export interface LabelMap {
  readonly segmentation: Segmentation;
  /** One label a voxel of the volume, i fastest. */
  readonly labels: Uint8Array;
}

/**
 * The segmentations of the data folder. What a method answers is on disk. Methods throw PlainError where there is no such segmentation.
 * `by` is whose hand it is. A mark names what is done: what is sent twice is done once.
 */
export interface Segmentations {
  create(by: Author, request: { volumeId: string; name: string }): Segmentation;
  /** Makes one with its segments within a write of somebody else's; answers its id. */
  createIn(write: Write, request: { volumeId: string; name: string; segments: readonly Segment[] }): string;
  /** Makes one on the same volume with other segments, with what was drawn in those of the same name and side, within such a write; answers its id. */
  redrawIn(write: Write, redrawing: Redrawing): string;
  /** Those of one volume, the one last changed first. */
  list(filter: { volumeId: string }): Segmentation[];
  /** As it is, or with the segments that it had at a revision. Also of one that was removed from the lists: features and reports name it. */
  describe(segmentationId: string, revision?: number): Segmentation;
  rename(by: Author, segmentationId: string, name: string): Segmentation;
  /** Takes it from the lists; what was drawn is kept. */
  remove(by: Author, segmentationId: string): void;
  /** Puts a removed one back into the lists, as it is. */
  restore(by: Author, segmentationId: string): Segmentation;
  /**
   * Adds a segment at the end, under the lowest number that never was used, or else that is free. This and every other change of segments is a revision.
   * Throws PlainError where another has its name and side.
   */
  addSegment(by: Author, segmentationId: string, segment: NewSegment, mark?: StrokeMark): Segmentation;
  /** Adds several as addSegment does, in one revision, which can be undone. */
  addSegments(by: Author, segmentationId: string, segments: readonly NewSegment[], mark?: StrokeMark): Segmentation;
  updateSegment(by: Author, segmentationId: string, number: number, change: Partial<NewSegment>, mark?: StrokeMark): Segmentation;
  /** Its voxels become background, in the same revision. */
  removeSegment(by: Author, segmentationId: string, number: number, mark?: StrokeMark): Segmentation;
  /** Puts the segments in an order. Throws PlainError where these are not the numbers of all of them. */
  orderSegments(by: Author, segmentationId: string, numbers: readonly number[], mark?: StrokeMark): Segmentation;
  /** The segments as they shall be, in this order: new numbers are added, those that are left out are removed as by removeSegment. One revision. */
  setSegments(by: Author, segmentationId: string, segments: readonly Segment[]): Segmentation;
  /**
   * Keeps a stroke, whose slices are runs. One that was kept before (by its mark's strokeId) is not kept again: its revision is answered. Throws PlainError where it was drawn on
   * another revision than the newest, or does not fit the segmentation.
   */
  keepStroke(by: Author, segmentationId: string, baseRevision: number, stroke: StrokeRuns, mark?: StrokeMark): { revision: number };
  /** Keeps a stroke as keepStroke does, from its labels. */
  applyStroke(by: Author, segmentationId: string, baseRevision: number, stroke: Stroke, mark?: StrokeMark): { revision: number };
  /** Reverses a step that changed segments, see reverseStep. */
  reverse(by: Author, segmentationId: string, reversal: Reversal): Promise<ReversedStep>;
  /** The steps that the reader can take back or do again. */
  steps(by: Author, segmentationId: string, owner: Omit<StepOwner, "readerId">): StepIds;
  /** What a stroke changed. Throws PlainError where there is none with this id. */
  changes(segmentationId: string, strokeId: string): SliceChange[];
  /** How the reader left a segmentation; null where that reader never opened it. */
  view(by: Author, segmentationId: string): SegmentationView | null;
  keepView(by: Author, segmentationId: string, view: SegmentationView): void;
  /** The segmentation of a volume that the reader had open last, of those that are not removed; null where there is none. */
  lastOpened(by: Author, volumeId: string): string | null;
  /** Every revision, the first first. */
  history(segmentationId: string): StrokeRecord[];
  /** The label map at a revision, with the segments as they were then; the newest where it is left out. */
  readLabelMap(segmentationId: string, revision?: number): Promise<LabelMap>;
  /** Writes the newest label map on the volume's grid, each segment under its number in files; the path's ending tells the format (.nrrd, .nii.gz ...). */
  exportTo(segmentationId: string, path: string): Promise<void>;
  /** The same as bytes, with a file name that is the segmentation's. */
  exportBytes(segmentationId: string, format: "nrrd" | "nifti"): Promise<{ fileName: string; bytes: Uint8Array }>;
  /**
   * Makes a segmentation from a label map in a file on the lattice of the volume's grid, under the file's name; of a file with overlapping
   * segments one for each
   * layer, and answers the first. One that a network drew has its name. Throws PlainError where it lies on another lattice, with by how much.
   */
  importFrom(
    by: Author,
    request: { volumeId: string; model?: ModelDrawing } & ({ path: string } | Exclude<LabelMapSource, string>),
  ): Promise<ImportedSegmentation>;
  /**
   * What was drawn on other volumes of the study and can be copied to this one, the one last changed first: volumes of the same space, and those that a kept
   * registration aligns, through which it is then carried.
   */
  drawnElsewhere(volumeId: string): DrawnElsewhere[];
  /**
   * Makes a segmentation on another volume, with the same segments: each voxel takes the label of the nearest voxel drawn, or, where a registration is kept
   * that aligns the two volumes, the label that weighs most at its place (labelsThrough). The notes say what was left out. Throws PlainError where the volumes
   * neither share a space nor are registered, or nothing drawn lies within the other one.
   */
  copyTo(by: Author, segmentationId: string, volumeId: string): Promise<ImportedSegmentation>;
  /** Where a copy comes from; null where the segmentation is no copy. */
  copyOrigin(segmentationId: string): CopyOrigin | null;
  /**
   * What was changed in a copy, or in a label map that came from a file, since it was made, of segments that hold voxels, or held some. Throws PlainError
   * where it is neither.
   */
  copyChanges(segmentationId: string): Promise<SegmentChangeOfCopy[]>;
  /** The label map as it came from a file or a model; null where the segmentation was begun here. */
  firstDrawing(segmentationId: string): FirstDrawing | null;
  /** The segments that somebody checked, and whether they were changed since. */
  checks(segmentationId: string): Promise<SegmentCheck[]>;
  /**
   * Marks a segment as checked as it is at a revision, or takes the mark away. Throws PlainError where the segmentation is at another revision, so that nobody
   * marks what was not seen.
   */
  check(by: Author, segmentationId: string, check: { number: number; revision: number; isChecked: boolean }): void;
  /** What the segments were at first, what was changed in them up to a revision (the newest where it is left out), and which were checked. */
  provenance(segmentationId: string, revision?: number): Promise<SegmentationProvenance>;
}
