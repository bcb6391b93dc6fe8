/** Files are named "<scale>.<grade>.png". */
const files = import.meta.glob<string>("./gradePictures/*.png", { eager: true, import: "default", query: "?url" });

/** The reference pictures that come with the program: addresses by id of scale and grade, "mercuri-modified-0-5/3". */
export const gradePictures: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, address]) => {
    const [scale, grade] = path.slice(path.lastIndexOf("/") + 1).split(".");
    return [`${scale!}/${grade!}`, address];
  }),
);
