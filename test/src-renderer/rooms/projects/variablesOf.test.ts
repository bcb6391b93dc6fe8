import { expect, test } from "vitest";
import { variablesOf } from "../../../../src-renderer/rooms/projects/cases/variablesOf.ts";

test("variables are kept by name, without spaces around; rows that are empty are none", () => {
  expect(
    variablesOf([
      { name: " Duration ", value: "12 " },
      { name: "", value: " " },
      { name: "CK", value: "" },
    ]),
  ).toEqual({ Duration: "12", CK: "" });
});

test("two variables of one name are refused by name, whatever their values are", () => {
  for (const value of ["13", "12", ""])
    expect(() =>
      variablesOf([
        { name: "Duration", value: "12" },
        { name: "Duration ", value },
      ]),
    ).toThrow(/“Duration” is there twice/);
});
