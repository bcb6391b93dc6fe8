import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { createProjects, templateProtocol, type Projects } from "../../../../../src-main/services/projects/index.ts";
import { cleanJpeg } from "../../../../../src-main/services/projects/pictures/cleanJpeg.ts";
import { cleanPng } from "../../../../../src-main/services/projects/pictures/cleanPng.ts";
import { openStore, type Author, type Store } from "../../../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { addReader, change } from "../../../author.ts";

/** W3C PNG 3, 5.3: length, type, data, CRC over type and data. */
function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
const signature = Buffer.from("89504e470d0a1a0a", "hex");
/** Two rows of three grey pixels, each row after its filter byte. */
const header = Buffer.from("00000003000000020800000000", "hex");
const pixels = chunk("IDAT", deflateSync(Buffer.from([0, 10, 20, 30, 0, 40, 50, 60])));
const end = chunk("IEND", Buffer.alloc(0));
const png = Buffer.concat([signature, chunk("IHDR", header), pixels, end]);
const name = Buffer.from("Author\0Quastenflosser");
const told = Buffer.concat([
  signature,
  chunk("IHDR", header),
  chunk("tEXt", name),
  chunk("eXIf", name),
  pixels,
  chunk("tIME", Buffer.alloc(7)),
  end,
  name,
]);

/** ITU T.81, B.1.1.4: marker, length with its own two bytes, content. */
const segment = (marker: number, content: Uint8Array) =>
  Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff]), content]);
const frame = segment(0xc0, Buffer.from([8, 0, 2, 0, 3, 1, 1, 0x11, 0]));
/** Its data hold a stuffed byte and a restart marker, which end no scan. */
const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56])]);
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xdb, Buffer.alloc(65)), frame, scan, Buffer.from([0xff, 0xd9])]);
const toldJpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), name])),
  segment(0xfe, name),
  segment(0xdb, Buffer.alloc(65)),
  frame,
  scan,
  Buffer.from([0xff, 0xd9]),
  name,
]);

describe("a picture is kept without anything but its pixels", () => {
  test("a PNG", () => {
    expect(cleanPng(told)).toEqual({ columns: 3, rows: 2, bytes: png });
    expect(cleanPng(png)).toEqual({ columns: 3, rows: 2, bytes: png });
  });
  test("a JPEG", () => {
    expect(cleanJpeg(toldJpeg)).toEqual({ columns: 3, rows: 2, bytes: jpeg });
  });
  test("what is damaged, or something else, is none", () => {
    const flipped = Buffer.from(png);
    flipped[45]! ^= 1;
    const larger = Buffer.from(header);
    larger[3] = 4;
    for (const bytes of [
      Buffer.alloc(0),
      jpeg,
      flipped,
      png.subarray(0, -1),
      // One pixel more a row than there are.
      Buffer.concat([signature, chunk("IHDR", larger), pixels, end]),
      Buffer.concat([signature, pixels, end]),
    ])
      expect(cleanPng(bytes)).toBeUndefined();
    for (const bytes of [Buffer.alloc(0), png, jpeg.subarray(0, -2), jpeg.subarray(0, 40), Buffer.from([0xff, 0xd8, 0xff, 0xd9])])
      expect(cleanJpeg(bytes)).toBeUndefined();
  });
});

describe("the pictures of a project", () => {
  let folder: string;
  let store: Store;
  let projects: Projects;
  let coordinator: Author;
  let id: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = openStore(join(folder, "data"));
    projects = createProjects(store);
    coordinator = addReader(store, "Coordinator");
    id = projects.create(coordinator, { name: "Brain", protocol: templateProtocol("brain") });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const withPicture = (picture: string | null): Protocol => {
    const protocol = templateProtocol("brain");
    return {
      ...protocol,
      regions: protocol.regions.map((region) => ({
        ...region,
        drawingRules: region.drawingRules.map((rule) => ({ ...rule, picture })),
      })),
    };
  };

  test("are kept with their hash, logged, checked, copied, and for coordinators alone", () => {
    projects.addPicture(coordinator, id, "border.png", told);
    const contentHash = createHash("sha256").update(png).digest("hex");
    expect(projects.pictures(coordinator, id)).toEqual([{ name: "border.png", contentHash, columns: 3, rows: 2, byteLength: png.length }]);
    expect(Buffer.from(projects.picture(coordinator, id, "border.png"))).toEqual(png);
    expect(projects.log(coordinator, id).at(-1)).toMatchObject({
      action: "picture.add",
      subject: "picture border.png",
      before: null,
      after: { hash: contentHash },
    });
    expect(projects.verify(id).fault).toBeNull();
    const copy = projects.copy(coordinator, id, "Brain again");
    expect(Buffer.from(projects.picture(coordinator, copy, "border.png"))).toEqual(png);
    expect(projects.verify(copy).fault).toBeNull();
    const other = addReader(store, "Another");
    for (const attempt of [
      () => projects.pictures(other, id),
      () => projects.picture(other, id, "border.png"),
      () => projects.addPicture(other, id, "border.png", png),
      () => projects.removePicture(other, id, "border.png"),
    ])
      expect(attempt).toThrow(/Only a coordinator/);
    change(store, (database) => database.prepare("UPDATE project_picture SET bytes = x'00' WHERE project_id = ?").run(id));
    expect(projects.verify(id).fault).toBe("the row of picture border.png has another content than its hash says");
  });

  test("a draft lacks one that its protocol names; what a protocol names is not removed, what a frozen one names not replaced", () => {
    projects.changeProtocol(coordinator, id, withPicture("border.png"));
    const lack = 'protocol, region "brain", drawing rule 1: the project has no picture border.png; add it, or take its name out';
    expect(projects.status(coordinator, id).lacks).toContain(lack);
    projects.addPicture(coordinator, id, "border.png", png);
    expect(projects.status(coordinator, id).lacks).not.toContain(lack);
    expect(() => projects.removePicture(coordinator, id, "border.png")).toThrow(
      'border.png: the protocol shows it (region "brain", drawing rule 1). Take it out there first.',
    );
    const other = Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.alloc(8))), end]);
    projects.addPicture(coordinator, id, "border.png", other);
    change(store, (database) => database.prepare("UPDATE protocol SET frozen_at = '2026-01-01T00:00:00.000Z'").run());
    expect(() => projects.addPicture(coordinator, id, "border.png", png)).toThrow(/a frozen protocol shows this picture/);
    projects.addPicture(coordinator, id, "border-2.png", png);
    projects.removePicture(coordinator, id, "border-2.png");
    expect(projects.pictures(coordinator, id).map((row) => row.name)).toEqual(["border.png"]);
  });

  test("are refused by name: another kind than the ending says, a name that is none, too many bytes", () => {
    for (const [picture, bytes, words] of [
      ["border.png", jpeg, /border\.png: is no PNG image/],
      ["border.jpg", png, /border\.jpg: is no JPEG image/],
      ["../border.png", png, /A picture is named in lower-case letters/],
      ["Border.PNG", png, /A picture is named in lower-case letters/],
      ["border.png", Buffer.alloc(4 * 2 ** 20 + 1), /border\.png: is larger than 4 MB/],
    ] as const)
      expect(() => projects.addPicture(coordinator, id, picture, bytes)).toThrow(words);
    expect(projects.pictures(coordinator, id)).toEqual([]);
    expect(() =>
      projects.changeProtocol(coordinator, id, { ...withPicture(null), gradePictures: [{ scale: "none", grade: "1", picture: "a.png" }] }),
    ).toThrow(/pictures of grades: the forms have no grade 1 of a scale "none"/);
  });
});
