import { describe, expect, test } from "vitest";
import { collectDropped } from "../../../src-renderer/import/collectDropped.ts";

interface Tree {
  readonly [name: string]: string | Tree;
}

/** An entry as a browser hands it over: a folder's reader gives at most a hundred children at a time. */
function entryOf(name: string, content: string | Tree, parent = ""): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  if (typeof content === "string") {
    return {
      isFile: true,
      isDirectory: false,
      name,
      fullPath,
      file: (resolve: (file: File) => void) => resolve(new File([content], name)),
    } as unknown as FileSystemEntry;
  }
  const children = Object.entries(content).map(([child, inner]) => entryOf(child, inner, fullPath));
  return {
    isFile: false,
    isDirectory: true,
    name,
    fullPath,
    createReader: () => {
      let at = 0;
      return { readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(children.slice(at, (at += 100))) };
    },
  } as unknown as FileSystemEntry;
}

function transferOf(dropped: Array<FileSystemEntry | File | string>): DataTransfer {
  const items = dropped.map((one) => ({
    kind: typeof one === "string" ? "string" : "file",
    webkitGetAsEntry: () => (one instanceof File || typeof one === "string" ? null : one),
    getAsFile: () => (one instanceof File ? one : null),
  }));
  return { items } as unknown as DataTransfer;
}

describe("what is dropped", () => {
  test("is walked to the bottom, with paths within the drop; text is left out", async () => {
    const files = await collectDropped(
      transferOf([
        entryOf("study", { a: { "1.dcm": "x", "2.dcm": "yy" }, empty: {} }),
        "some text",
        entryOf("single.dcm", "z"),
        new File(["abc"], "from another program.dcm"),
      ]),
      () => undefined,
    );
    expect(files.map(({ path, file }) => [path, file.size])).toEqual([
      ["study/a/1.dcm", 1],
      ["study/a/2.dcm", 2],
      ["single.dcm", 1],
      ["from another program.dcm", 3],
    ]);
  });

  test("is whole where a folder has more files than a browser hands over at once", async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`${index}.dcm`, "x"]));
    const told: number[] = [];
    expect(await collectDropped(transferOf([entryOf("series", many)]), (found) => told.push(found))).toHaveLength(250);
    expect(told).toEqual([100, 200]);
  });
});
