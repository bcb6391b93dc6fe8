import { screen, within } from "@testing-library/react";
import { run } from "axe-core";
import { describe, expect, test } from "vitest";
import { formNamed, showForm } from "./formBench.tsx";

/** What axe-core finds, but for colours, which need a page that is laid out. */
async function findings(): Promise<string[]> {
  const { violations } = await run(document.body, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    rules: { "color-contrast": { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const mercuri = formNamed("mercuri-modified");

describe("a form for readers of screens", () => {
  test("is a table with heads of rows and columns, right first, and one current cell that has the focus", async () => {
    const { reader, said } = showForm(mercuri);
    expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["Muscle", "Right", "Left"]);
    expect(screen.getAllByRole("rowheader")).toHaveLength(17);
    await reader.keyboard("03");
    expect(said()).toMatch(/^rectus femoris left: 3, small confluent/);
    const current = document.querySelectorAll("[aria-current=true]");
    expect(current).toHaveLength(1);
    expect(document.activeElement).toBe(current[0]);
    expect(current[0]!.getAttribute("aria-label")).toBe("Fatty infiltration on T1-weighted images, vastus medialis right: not answered");
    expect(screen.getByRole("switch", { name: /^Scoring/ })).toHaveProperty("checked", true);
  });

  test("is reached by the Tab key outside of scoring, and begun there by Enter", async () => {
    const { reader, given } = showForm(mercuri, { isScoring: false });
    await reader.tab();
    expect(document.activeElement).toBe(screen.getByRole("switch"));
    await reader.tab();
    await reader.keyboard("{Enter}3");
    expect(given()).toEqual({ "RFEM/right": "3" });
    // While scoring, Enter on a cell goes on.
    await reader.keyboard("{Enter}4");
    expect(given()).toEqual({ "RFEM/right": "3", "VME/right": "4" });
    screen.getByRole("switch").focus();
    await reader.keyboard(" ");
    expect(screen.getByText("Keys work the image")).toBeTruthy();
  });

  test("has nothing that axe-core finds: scoring, with the list of reasons, with fields and an error, locked", async () => {
    const { reader } = showForm(
      formNamed("mercuri-modified", (form) => {
        form.items.unshift({
          id: "fraction",
          label: "Fat fraction",
          kind: { type: "number", unit: "%", minimum: 0, maximum: 100, isWhole: false },
          scope: { of: "case" },
          isRequired: true,
        });
      }),
    );
    await reader.keyboard("120{Enter}");
    expect(screen.getByRole("alert").textContent).toBe("120 is outside 0 to 100 %.");
    expect(await findings()).toEqual([]);
    await reader.keyboard("{Escape}{Enter}1n5");
    expect(screen.getByRole("textbox", { name: /^In words/ })).toBeTruthy();
    expect(await findings()).toEqual([]);
  });

  test("locked, too", async () => {
    showForm(mercuri, { isLocked: true });
    expect(await findings()).toEqual([]);
  });
});

describe("the grades", () => {
  test("have their wording, the rule for the bounds and a reference picture where there is one, whether scoring or not", async () => {
    const pictures = new Map([["mercuri-modified-0-5/3", { address: "/forms/three.png", caption: "Example" }]]);
    const { reader } = showForm(mercuri, { pictures, isScoring: false });
    for (const _ of ["looking", "scoring"]) {
      const grades = within(screen.getByRole("list", { name: "Grades: Mercuri score, modified, 0 to 5" }));
      expect(grades.getAllByRole("listitem").map((grade) => grade.textContent.trim().replaceAll(/\s+/g, " "))).toEqual([
        "0 normal",
        "1 punctate T1-hyperintense lesions",
        "2 scattered T1-hyperintense lesions, less than 30 % of the muscle",
        "3 small confluent T1-hyperintense lesions, 30 to 60 % of the muscle",
        "4 large confluent T1-hyperintense lesions, more than 60 % of the muscle",
        "5 diffuse, the whole muscle",
      ]);
      expect(grades.getAllByRole("img").map((picture) => [picture.getAttribute("alt"), picture.getAttribute("src")])).toEqual([
        ["Example of grade 3", "/forms/three.png"],
      ]);
      expect(screen.getByText("Exactly 30 % of the muscle is grade 3; exactly 60 % is grade 3.")).toBeTruthy();
      await reader.keyboard("q");
    }
  });
});
