import { basename } from "node:path";
import { readPictureFile } from "../../../app/commands/projectFiles.ts";
import { done, type Action } from "./projectAction.ts";

/** Actions on the pictures that a protocol names. */
export const pictureActions: Readonly<Record<string, Action>> = {
  "pictures list": {
    args: ["ID"],
    run: async ({ services: { projects }, by, args: [project] }) => {
      const pictures = projects.pictures(await by(), projects.named(project!));
      const lines = pictures.map(
        ({ name, columns, rows, byteLength }) => `${name}  ${columns} x ${rows}, ${Math.ceil(byteLength / 1000)} kB\n`,
      );
      return { text: lines.length === 0 ? "There are no pictures.\n" : lines.join(""), json: pictures };
    },
  },
  "pictures add": {
    args: ["ID", "FILE", "[NAME]"],
    run: async ({ services: { projects }, by, args: [project, file, name = basename(file!)] }) => {
      const id = projects.named(project!);
      const bytes = await readPictureFile(file!);
      projects.addPicture(await by(), id, name, bytes);
      return done(`${name} is kept. A protocol shows it where it names it.`, { name });
    },
  },
  "pictures remove": {
    args: ["ID", "NAME"],
    run: async ({ services: { projects }, by, args: [project, name] }) => {
      projects.removePicture(await by(), projects.named(project!), name!);
      return done(`${name!} was removed.`);
    },
  },
};
