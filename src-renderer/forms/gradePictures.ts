/** A reference picture of a grade: where it lies, and what it shows. */
export interface GradePicture {
  readonly address: string;
  readonly caption: string;
}

/** Files are named "<scale>.<grade>.png". */
const files = import.meta.glob<string>("./gradePictures/*.png", { eager: true, import: "default", query: "?url" });

const caption = "Synthetic T1-weighted section of a thigh; the vastus lateralis has this grade.";

/** The reference pictures that come with the program, by id of scale and grade: "mercuri-modified-0-5/3". */
export const gradePictures: ReadonlyMap<string, GradePicture> = new Map(
  Object.entries(files).map(([path, address]) => {
    const [scale, grade] = path.slice(path.lastIndexOf("/") + 1).split(".");
    return [`${scale!}/${grade!}`, { address, caption }];
  }),
);
