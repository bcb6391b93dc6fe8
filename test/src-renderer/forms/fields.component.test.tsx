import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { Form, Item } from "#shared/domain/project/form.ts";
import { formNamed, showForm } from "./formBench.tsx";

const quality = formNamed("image-quality");
const item = (id: string, label: string, kind: Item["kind"], scope: Item["scope"], isRequired = true): Item => ({
  id,
  label,
  kind,
  scope,
  isRequired,
});
const ofCase = { of: "case" } as const;
const fraction = { type: "number", unit: "%", minimum: 0, maximum: 100, isWhole: false } as const;
const withItems = (...items: Item[]): Form =>
  formNamed("mercuri-modified", (form) => {
    form.items = items;
  });
const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
/** What a screen reader reads after a field's name. */
const helpOf = (element: Element) => document.getElementById(element.getAttribute("aria-describedby") ?? "")?.textContent;

describe("items per level, and per level and series", () => {
  test("are filled by keys line by line; a remark is typed, digits and letters alike, and Enter goes on", async () => {
    const { reader, given } = showForm(quality);
    expect(screen.getByText("0 of 6")).toBeTruthy();
    await reader.keyboard("012301");
    expect(given()).toEqual({
      "thigh/proximal/t1": "0",
      "thigh/proximal/water": "1",
      "thigh/distal/t1": "2",
      "thigh/distal/water": "3",
      "calf/middle/t1": "0",
      "calf/middle/water": "1",
    });
    expect(
      screen.getByRole("button", { name: "Image quality, thigh, distal, t1: 2, minor artefacts, reading is not affected" }),
    ).toBeTruthy();
    const remark = field("Remark on the image thigh, proximal");
    expect(document.activeElement).toBe(remark);
    await reader.keyboard("3 n=q, metal at 12{Enter}");
    expect(given()["thigh/proximal"]).toBe("3 n=q, metal at 12");
    expect(document.activeElement).toBe(field("Remark on the image thigh, distal"));
    // It may be left empty.
    await reader.keyboard("{Enter}{Enter}");
    expect(Object.keys(given())).toHaveLength(7);
    // In a field of several lines the arrows belong to the text; once it is left they go to another field.
    await reader.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(field("Remark on the image calf, middle"));
    await reader.keyboard("{Escape}{ArrowUp}");
    expect(document.activeElement).toBe(field("Remark on the image thigh, distal"));
  });
});

describe("numbers", () => {
  const form = withItems(
    item("fraction", "Fat fraction", fraction, ofCase),
    item("count", "Slices", { ...fraction, unit: "", maximum: 40, isWhole: true }, ofCase),
  );

  test("are kept when the field is left; what is wrong is said at the field and not kept", async () => {
    const { reader, given } = showForm(form, { isScoring: false });
    const fat = field("Fat fraction");
    expect(helpOf(fat)).toBe("0 to 100 %");
    await reader.type(fat, "120");
    await reader.tab();
    expect(given()).toEqual({});
    expect(helpOf(fat)).toBe("120 is outside 0 to 100 %.");
    expect(fat.getAttribute("aria-invalid")).toBe("true");
    expect(fat.value).toBe("120");
    await reader.clear(fat);
    await reader.type(fat, "12,5");
    await reader.tab();
    expect(helpOf(fat)).toBe("The decimal sign is a point here.");
    await reader.clear(fat);
    await reader.type(fat, "12.5{Enter}");
    expect(screen.queryByRole("alert")).toBeNull();
    await reader.type(field("Slices"), "2.5{Enter}");
    expect(screen.getByRole("alert").textContent).toBe("2.5 is no whole number.");
    await reader.clear(field("Slices"));
    await reader.type(field("Slices"), "1e1{Enter}");
    expect(screen.getByRole("alert").textContent).toBe('"1e1" is no number.');
    await reader.keyboard("{Escape}");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(given()).toEqual({ "": "12.5" });
  });

  test("are taken back by emptying the field, and given once", async () => {
    const { reader, onAnswer, cells } = showForm(form, { answers: new Map([["mercuri-modified/fraction", { type: "number", value: 7 }]]) });
    expect(field("Fat fraction").value).toBe("7");
    await reader.clear(field("Fat fraction"));
    await reader.keyboard("{Enter}");
    await reader.click(field("Fat fraction"));
    await reader.keyboard("8{Enter}");
    expect(onAnswer.mock.calls).toEqual([
      [cells[0], null],
      [cells[0], { type: "number", value: 8 }],
    ]);
  });

  test("per muscle and side stand in the grid; Enter goes right, then to the row below; N needs the field left", async () => {
    const { reader, given } = showForm(withItems(item("fraction", "Fat fraction", fraction, { of: "muscle and side" })));
    await reader.keyboard("10{Enter}20{Enter}{Escape}n2");
    expect(given()).toEqual({ "RFEM/right": "10", "RFEM/left": "20", "VME/right": "N artefact" });
    expect(field("Fat fraction, vastus medialis right").placeholder).toBe("not assessable: artefact");
    await reader.keyboard("30{ArrowDown}40{Enter}");
    expect(given()).toMatchObject({ "VME/left": "30", "VIN/left": "40" });
    // Back at a field that is filled: it is typed anew.
    await reader.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}5{Enter}");
    expect(given()).toMatchObject({ "RFEM/right": "5" });
  });

  test("of a locked form cannot be changed", async () => {
    const { reader, onAnswer } = showForm(form, { isLocked: true });
    await reader.type(field("Fat fraction"), "5{Enter}");
    expect(onAnswer).not.toHaveBeenCalled();
  });
});

describe("choices", () => {
  test("are given by their number, and shown in words", async () => {
    const kind = {
      type: "choice",
      choices: [
        { value: "yes", label: "present" },
        { value: "no", label: "absent" },
      ],
    } as const;
    const { reader, given } = showForm(
      withItems(
        item("oedema", "Oedema", { ...kind, choices: [...kind.choices] }, ofCase),
        item("grade", "Grade", { type: "grade", scale: "mercuri-modified-0-5" }, { of: "muscle and side" }),
      ),
    );
    expect(
      within(screen.getByRole("list", { name: "Choices: Oedema" }))
        .getAllByRole("button")
        .map((each) => each.textContent),
    ).toEqual(["1 present ", "2 absent "]);
    await reader.keyboard("25");
    expect(given()).toMatchObject({ "": "no", "RFEM/right": "5" });
    expect(screen.getByRole("button", { name: "Oedema: absent" }).textContent).toBe("absent");
    expect(screen.getByRole("list", { name: "Grades: Mercuri score, modified, 0 to 5" })).toBeTruthy();
  });
});

describe("a grid per level", () => {
  test("stands below the one before, which stays in view; the other side is that of the same level", async () => {
    const { reader, given, cells } = showForm(
      formNamed("mercuri-modified", (form) => {
        form.items[0]!.scope = { of: "muscle, side and level", combine: "maximum" };
      }),
    );
    const grids = screen.getAllByRole("table").map((table) => table.querySelector("caption")?.textContent);
    expect(grids).toEqual([
      "Fatty infiltration on T1-weighted images, proximal",
      "Fatty infiltration on T1-weighted images, distal",
      "Fatty infiltration on T1-weighted images, middle",
    ]);
    // 11 muscles of the thigh at two levels, 6 of the calf at one.
    expect(cells).toHaveLength(56);
    await reader.keyboard(`${"0".repeat(22)}4=`);
    expect(given()).toMatchObject({ "HBF/left/proximal": "0", "RFEM/right/distal": "4", "RFEM/left/distal": "4" });
    await reader.keyboard("{ArrowUp}{ArrowUp}3");
    expect(given()["HBF/right/proximal"]).toBe("3");
  });
});
