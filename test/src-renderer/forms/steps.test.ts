import { describe, expect, test } from "vitest";
import type { Answer } from "#shared/domain/project/answer.ts";
import { parseForm } from "#shared/domain/project/form.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { formLines, formSections } from "../../../src-renderer/forms/formLayout.ts";
import {
  copyOtherSide,
  type Filling,
  give,
  move,
  takeBack,
  tally,
  tallyInWords,
  whyAssessable,
} from "../../../src-renderer/forms/steps.ts";
import { assetFiles } from "../../src-shared/domain/project/assetFiles.ts";

const mercuri = parseForm(assetFiles("forms").get("mercuri-modified"));
const cells = formCells(mercuri, []);
const cellOf = (place: string) => cells.find(({ key }) => key === `mercuri-modified/grade/${place}`)!;
const grade = (value: string): Answer => ({ type: "grade", value });
const filling = (current: string, answered: Readonly<Record<string, Answer>> = {}): Filling => ({
  form: mercuri,
  cells,
  lines: formLines(formSections(mercuri, cells)),
  answers: new Map(Object.entries(answered).map(([place, answer]) => [cellOf(place).key, answer])),
  current: cellOf(current),
});

describe("the steps of filling", () => {
  test("an answer goes on to the next field in order, whether that is answered or not", () => {
    expect(give(filling("RFEM/right", { "RFEM/left": grade("1") }), grade("3"))).toEqual({
      to: cellOf("RFEM/left"),
      gives: { cell: cellOf("RFEM/right"), answer: grade("3") },
      says: "rectus femoris right: 3, small confluent T1-hyperintense lesions, 30 to 60 % of the muscle",
      tally: undefined,
    });
  });

  test("the last field stays, and the answer that makes the form complete says so wherever it is", () => {
    expect(give(filling("GASL/left"), grade("0"))).toMatchObject({ to: cellOf("GASL/left"), tally: "33 of 34 are missing." });
    const others = Object.fromEntries(
      cells.map(({ key }) => [key.split("/").slice(2).join("/"), grade("0")] as const).filter(([place]) => place !== "SAR/left"),
    );
    expect(give(filling("SAR/left", others), grade("0"))).toMatchObject({ to: cellOf("GR/right"), tally: "All 34 are filled." });
    expect(give(filling("SAR/right", others), grade("5")).tally).toBeUndefined();
    expect(tallyInWords(cells, filling("SAR/left", others).answers)).toBe("1 of 34 is missing.");
  });

  test("the other side's answer is copied with its reason; where there is none nothing is given", () => {
    const metal: Answer = { type: "not assessable", reason: "metal", words: "" };
    expect(copyOtherSide(filling("TA/right", { "TA/left": metal })).gives).toEqual({ cell: cellOf("TA/right"), answer: metal });
    expect(copyOtherSide(filling("TA/right"))).toEqual({ says: "tibialis anterior left has no answer yet." });
  });

  test("taking back: the current field, or the one before; nothing before the first", () => {
    const both = { "RFEM/right": grade("1"), "RFEM/left": grade("2") };
    expect(takeBack(filling("RFEM/left", both)).gives).toEqual({ cell: cellOf("RFEM/left"), answer: null });
    expect(takeBack(filling("VME/right", both))).toMatchObject({
      to: cellOf("RFEM/left"),
      gives: { cell: cellOf("RFEM/left"), answer: null },
    });
    expect(takeBack(filling("RFEM/right"))).toEqual({});
    expect(takeBack(filling("SAR/left"))).toEqual({ to: cellOf("SAR/right") });
  });

  test("moving keeps the side, and stops at the borders", () => {
    expect(move(filling("VME/left"), "up").to).toBe(cellOf("RFEM/left"));
    expect(move(filling("VME/left"), "down").to).toBe(cellOf("VIN/left"));
    expect(move(filling("VME/left"), "left").to).toBe(cellOf("VME/right"));
    expect(move(filling("VME/left"), "right").to).toBeUndefined();
    expect(move(filling("RFEM/left"), "up").to).toBeUndefined();
    expect(move(filling("GASL/left"), "down").to).toBeUndefined();
    expect(move(filling("GASL/left"), "next")).toEqual({ says: "", tally: "34 of 34 are missing." });
  });

  test("right stands on the left whatever the order of filling is", () => {
    const turned = parseForm({ ...mercuri, sides: ["left", "right"] });
    const [line] = formLines(formSections(turned, formCells(turned, [])));
    expect(line!.map(({ side }) => side)).toEqual(["right", "left"]);
  });

  test("a form without reasons, and a text, have no not assessable", () => {
    expect(whyAssessable(filling("RFEM/right"))).toBeNull();
    expect(whyAssessable({ form: { ...mercuri, notAssessable: [] }, current: cells[0]! })).toBe(
      'This form does not allow "not assessable".',
    );
  });

  test("fields that may be left empty do not count, unless there are no others", () => {
    const quality = parseForm(assetFiles("forms").get("image-quality"));
    const region = { id: "thigh", name: "thigh", levels: [{ id: "middle", name: "middle" }], roles: [{ id: "t1", name: "T1" }] };
    const all = formCells(quality, [region]);
    expect(tally(all, new Map())).toEqual({ filled: 0, of: 1 });
    const remarks = all.filter(({ item }) => !item.isRequired);
    expect(tally(remarks, new Map([[remarks[0]!.key, { type: "text", value: "a" }]]))).toEqual({ filled: 1, of: 1 });
  });
});
