import { imageKeyPrefixes } from "#shared/domain/imageKeys.ts";
import type { Acquisition, FileLabels } from "#shared/domain/imageFile.ts";
import { contentId } from "../system/index.ts";
import { bidsNameOf, describes, modalityOfSuffix, type BidsName } from "./bidsName.ts";
import type { Companion } from "./readCompanion.ts";
import type { ReadImageFile } from "./readImageOriginal.ts";

/** A file by where it lies: the folders above it, the outermost first, as far as they are known. */
export interface Place {
  readonly folders: readonly string[];
  readonly fileName: string;
}

/** An image file that was read, where it was found. */
export interface FoundImage extends Place {
  /** From the root of the disk: the same place the next time. Else within what was dropped. */
  readonly isAbsolute: boolean;
  readonly contentHash: string;
  readonly read: ReadImageFile;
}

/** A file beside images that says something of them; `use` is called when it does. */
export interface FoundCompanion extends Place {
  readonly says: Companion;
  readonly use: () => void;
}

/** Where an image file belongs in the data folder. Kept beside the original as well (services/originals, PlaceNote). */
export interface PlacedImage {
  readonly study: { readonly key: string; readonly scope: string; readonly patientId: string; readonly description: string };
  readonly series: { readonly key: string; readonly description: string; readonly modality: string };
  readonly fileName: string;
  /** The innermost, as far as they tell the place from others in the data set: the whole tree may be moved or renamed. */
  readonly folders: readonly string[];
  readonly acquisition: Acquisition;
  readonly labels: FileLabels | null;
}

/** How a file's path divides: the data set, the examination in it, the series in that. */
interface Division {
  readonly root: readonly string[];
  readonly study: readonly string[];
  readonly patientId: string;
  readonly session: string | null;
  readonly seriesName: string;
  readonly seriesDescription: string;
  readonly bids: BidsName | undefined;
  /** The folders by which the place is known again. */
  readonly placeFolders: readonly string[];
}

const endings = /\.(nii\.gz|nii|nrrd|mgz|mgh|json|tsv|txt)$/i;

/**
 * Gives each image file its study and series. In a BIDS tree these are subject and session, and the file; in FreeSurfer's the subject and
 * the file; else the folder
 * and the file. `scopeOfKnown` answers the scope of the study in which a file is already, where it is: what lies in one data set with it
 * has its scope, so that a
 * tree that was moved, or comes through another door, is known again. All keys are hashes; equal places give equal keys.
 */
export function placeImageFiles(
  images: readonly FoundImage[],
  companions: readonly FoundCompanion[],
  scopeOfKnown: (image: FoundImage) => string | undefined,
): PlacedImage[] {
  const divided = images.map((image) => ({ image, division: divide(image) }));
  const scopes = new Map<string, string>();
  for (const [root, together] of Map.groupBy(divided, ({ division }) => pathOf(division.root))) {
    const known = together.map(({ image }) => scopeOfKnown(image)).find((scope) => scope !== undefined);
    const isAbsolute = together.every(({ image }) => image.isAbsolute);
    const contents = isAbsolute ? [] : together.map(({ image }) => image.contentHash).sort();
    scopes.set(root, known ?? idOf(isAbsolute ? "place" : "content", root, ...contents));
  }
  return divided.map(({ image, division }): PlacedImage => {
    const scope = scopes.get(pathOf(division.root))!;
    const studyKey = `${imageKeyPrefixes.study}${idOf(scope, ...division.study)}`;
    const beside = companions.filter((each) => speaksOf(each, image, division)).toSorted(nearestLast);
    const said = beside.flatMap(({ says, use }) => (says.acquisition ? [{ acquisition: says.acquisition, use }] : []));
    const modality = division.bids === undefined ? "" : modalityOfSuffix(division.bids.suffix);
    // What BIDS calls a T1w is one, however few values it has.
    const present = modality === "" ? image.read.labels : null;
    const names = present === null ? [] : namesOf(beside, present);
    return {
      study: { key: studyKey, scope, patientId: division.patientId, description: describeStudy(division, companions) },
      series: {
        key: `${imageKeyPrefixes.series}${idOf(studyKey, division.seriesName, image.contentHash)}`,
        description: division.seriesDescription,
        modality,
      },
      fileName: image.fileName,
      folders: division.placeFolders,
      acquisition: joined(image, said),
      labels: present !== null && (image.read.isLikelyLabelMap || names.length > 0) ? { count: present.length, names } : null,
    };
  });
}

function divide({ folders, fileName }: Place): Division {
  const stem = fileName.replace(endings, "");
  const bids = bidsNameOf(stem);
  const subject = bids?.entities.get("sub");
  if (bids && subject !== undefined) return divideBids(folders, stem, bids, `sub-${subject}`);
  const mri = folders.lastIndexOf("mri");
  if (mri > 0 && mri >= folders.length - 2) {
    const subjectFolder = folders[mri - 1]!;
    const seriesName = [...folders.slice(mri + 1), stem].join("/");
    return {
      root: folders.slice(0, mri - 1),
      study: [subjectFolder],
      patientId: subjectFolder,
      session: null,
      seriesName,
      seriesDescription: seriesName,
      bids: undefined,
      placeFolders: folders.slice(mri - 1),
    };
  }
  const folder = folders.at(-1)?.replace(/\.zip$/i, "") ?? "";
  return {
    root: folders.slice(0, -1),
    study: [folder],
    patientId: folder,
    session: null,
    seriesName: stem,
    seriesDescription: withoutFolder(stem, folder),
    bids: undefined,
    // Folders of one name ("anat", "nifti") lie in many subjects' folders.
    placeFolders: folders.slice(-2),
  };
}

/** "P01_t1c" in the folder P01 is "t1c": the folder says whose it is, and descriptions stand in exports. */
function withoutFolder(stem: string, folder: string): string {
  if (folder === "" || !stem.toLowerCase().startsWith(folder.toLowerCase())) return stem;
  return stem.slice(folder.length).replace(/^[-_. ]+/, "") || stem;
}

function divideBids(folders: readonly string[], stem: string, bids: BidsName, subject: string): Division {
  const at = folders.lastIndexOf(subject);
  const above = at === -1 ? folders : folders.slice(0, at);
  const below = at === -1 ? [] : folders.slice(at + 1);
  const derivatives = above.lastIndexOf("derivatives");
  const pipeline = derivatives === -1 ? [] : above.slice(derivatives + 1);
  const session = bids.entities.get("ses") ?? below.find((folder) => folder.startsWith("ses-"))?.slice(4) ?? null;
  const words = [...bids.entities].filter(([key]) => key !== "sub" && key !== "ses").map(([key, value]) => `${key}-${value}`);
  return {
    root: derivatives === -1 ? above : above.slice(0, derivatives),
    study: [subject, ...(session === null ? [] : [`ses-${session}`])],
    patientId: subject,
    session,
    seriesName: [...pipeline, ...below.filter((folder) => !folder.startsWith("ses-")), stem].join("/"),
    seriesDescription: [...(pipeline.length > 0 ? [`${pipeline.join("/")}:`] : []), ...words, bids.suffix].join(" "),
    bids,
    placeFolders: folders.slice(at === -1 ? folders.length : derivatives === -1 ? at : derivatives),
  };
}

function describeStudy({ root, session }: Division, companions: readonly FoundCompanion[]): string {
  const own = companions.find(({ folders, says }) => says.dataSetName !== null && pathOf(folders) === pathOf(root));
  own?.use();
  return [own?.says.dataSetName ?? root.at(-1)?.replace(/\.zip$/i, "") ?? "", session === null ? "" : `ses-${session}`]
    .filter((part) => part !== "")
    .join(", ");
}

/**
 * A file beside the image of the same name, or, in a BIDS tree, above it of the same suffix (the inheritance principle); a colour table in
 * the image's folder or above.
 */
function speaksOf({ folders, fileName }: Place, image: Place, { root, bids }: Division): boolean {
  const isAbove = folders.length <= image.folders.length && folders.every((folder, at) => folder === image.folders[at]);
  if (!isAbove || folders.length < root.length) return false;
  if (/lut[^/]*\.(txt|tsv)$/i.test(fileName)) return true;
  const stem = fileName.replace(endings, "");
  if (folders.length === image.folders.length && stem === image.fileName.replace(endings, "")) return true;
  const name = bidsNameOf(stem);
  return bids !== undefined && name !== undefined && describes(name, bids);
}

/** What is said nearest to the image counts, then what stands farther off, then the header. */
function joined(image: FoundImage, said: ReadonlyArray<{ readonly acquisition: Acquisition; readonly use: () => void }>): Acquisition {
  const own: Acquisition = { ...image.read.description.acquisition, magneticFieldStrengthT: null, manufacturer: "" };
  let all = own;
  for (const { acquisition, use } of said) {
    use();
    all = {
      repetitionTimeMs: acquisition.repetitionTimeMs ?? all.repetitionTimeMs,
      echoTimeMs: acquisition.echoTimeMs ?? all.echoTimeMs,
      inversionTimeMs: acquisition.inversionTimeMs ?? all.inversionTimeMs,
      flipAngleDegrees: acquisition.flipAngleDegrees ?? all.flipAngleDegrees,
      magneticFieldStrengthT: acquisition.magneticFieldStrengthT ?? all.magneticFieldStrengthT,
      manufacturer: acquisition.manufacturer || all.manufacturer,
    };
  }
  return all;
}

/** Deeper folders count more, then names with more pairs; colour tables, which name every label there is, count least. */
function nearestLast(a: FoundCompanion, b: FoundCompanion): number {
  const rank = ({ folders, fileName }: FoundCompanion) =>
    folders.length * 1000 + (bidsNameOf(fileName.replace(endings, ""))?.entities.size ?? 0) - (/lut/i.test(fileName) ? 1_000_000 : 0);
  return rank(a) - rank(b);
}

function namesOf(beside: readonly FoundCompanion[], labels: readonly number[]): FileLabels["names"] {
  const names = new Map<number, string>();
  for (const { says, use } of beside) {
    if (says.labelNames.length === 0) continue;
    use();
    for (const [value, name] of says.labelNames) names.set(value, name);
  }
  return labels.flatMap((value) => (names.has(value) ? [[value, names.get(value)!] as [number, string]] : []));
}

function pathOf(folders: readonly string[]): string {
  return folders.join("/");
}

function idOf(...parts: readonly string[]): string {
  return contentId(JSON.stringify(parts));
}
