import { screen, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, test } from "vitest";
import {
  rowsOf,
  sortRows,
  type ComparedColumn,
  type RowOrder,
} from "../../../../../../src-renderer/rooms/reading/panels/features/comparison.ts";
import { FeatureGrid } from "../../../../../../src-renderer/rooms/reading/panels/features/FeatureGrid.tsx";
import { show } from "../../../../bench/show.tsx";

const left: ComparedColumn = {
  featureSetId: "left",
  title: "Left vastus lateralis",
  label: 3,
  color: "#ff0000",
  features: [
    { name: "original_firstorder_Mean", value: 120 },
    { name: "original_firstorder_Maximum", value: 1_234_567.89 },
    { name: "original_glcm_MCC", value: null, reason: "The region has one grey level only." },
    { name: "wavelet-LLH_glcm_Contrast", value: 0.25 },
  ],
};
const right: ComparedColumn = {
  featureSetId: "right",
  title: "Right vastus lateralis",
  label: 4,
  color: "#00ff00",
  features: [
    { name: "original_firstorder_Mean", value: 80 },
    { name: "original_firstorder_Maximum", value: 1_234_567.89 },
    { name: "original_glcm_MCC", value: 0.5 },
  ],
};

/** The grid with the order and the choice that its panel keeps. */
function Panel({ columns, hasArrowKeys = false }: { columns: readonly ComparedColumn[]; hasArrowKeys?: boolean }) {
  const [order, setOrder] = useState<RowOrder | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  return (
    <FeatureGrid
      columns={columns}
      rows={sortRows(rowsOf(columns, []), order)}
      order={order}
      onOrder={setOrder}
      selected={selected}
      onSelect={setSelected}
      hasArrowKeys={hasArrowKeys}
    />
  );
}

const texts = (elements: readonly HTMLElement[]) => elements.map(({ textContent }) => textContent.trim());
const cellsOf = (name: string) =>
  texts(within(screen.getByRole("button", { name }).closest<HTMLElement>("[role=row]")!).getAllByRole("cell"));
/** The names of the features from top to bottom. */
const names = () =>
  screen.getAllByRole("button", { pressed: false }).flatMap(({ title, textContent }) => (/_/.test(title) ? [textContent] : []));

describe("FeatureGrid", () => {
  test("shows features by class and image type, with the segments' names and labels", () => {
    show(<Panel columns={[left, right]} />);
    const headings = texts(screen.getAllByRole("columnheader"));
    expect(headings).toEqual(["Feature", "Left vastus lateralis label 3", "Right vastus lateralis label 4", "Difference", "Ratio"]);
    expect(texts(screen.getAllByRole("rowheader")).filter((text) => /^(First order|GLCM)/.test(text))).toEqual([
      "First order 2",
      "GLCM 1",
      "GLCM, Wavelet LLH 1",
    ]);
    expect(screen.getByRole("table", { name: "Features" }).getAttribute("aria-rowcount")).toBe("5");
  });

  test("subtracts and divides where both have a value; says undefined with the reason, and nothing for what is not there", () => {
    show(<Panel columns={[left, right]} />);
    // 120 - 80 and 120 / 80.
    expect(cellsOf("Mean")).toEqual(["120", "80", "40.00", "1.500"]);
    expect(cellsOf("Maximum")).toEqual(["1234568", "1234568", "0.000", "1.000"]);
    expect(cellsOf("MCC")).toEqual(["undefined", "0.5", "–", "–"]);
    expect(screen.getByTitle("The region has one grey level only.").textContent).toBe("undefined");
    expect(cellsOf("Contrast")).toEqual(["0.25", "–", "–", "–"]);
    // The digits that the cell has no room for.
    expect(screen.getAllByTitle("1234567.89")).toHaveLength(2);
  });

  test("sorts by a segment from the largest, then from the smallest, then not at all; what has no value comes last", async () => {
    const reader = show(<Panel columns={[left, right]} />);
    const inOrder = ["Mean", "Maximum", "MCC", "Contrast"];
    expect(names()).toEqual(inOrder);
    const heading = () => screen.getByRole("columnheader", { name: /^Left/ });
    await reader.click(within(heading()).getByRole("button"));
    expect(heading().getAttribute("aria-sort")).toBe("descending");
    expect(names()).toEqual(["Maximum", "Mean", "Contrast", "MCC"]);
    await reader.keyboard("{Enter}");
    expect(heading().getAttribute("aria-sort")).toBe("ascending");
    expect(names()).toEqual(["Contrast", "Mean", "Maximum", "MCC"]);
    await reader.keyboard(" ");
    expect(heading().getAttribute("aria-sort")).toBe("none");
    expect(names()).toEqual(inOrder);
  });

  test("goes from feature to feature by the arrow keys, past the titles of groups, and stops at the ends", async () => {
    const reader = show(<Panel columns={[left]} hasArrowKeys />);
    await reader.click(screen.getByRole("button", { name: "Maximum" }));
    expect(screen.getByRole("button", { pressed: true }).textContent).toBe("Maximum");
    await reader.keyboard("{ArrowDown}");
    expect(screen.getByRole("button", { pressed: true }).textContent).toBe("MCC");
    await expect.poll(() => document.activeElement?.textContent).toBe("MCC");
    await reader.keyboard("{ArrowDown}");
    await expect.poll(() => document.activeElement?.textContent).toBe("Contrast");
    await reader.keyboard("{ArrowDown}");
    expect(screen.getByRole("button", { pressed: true }).textContent).toBe("Contrast");
  });
});
