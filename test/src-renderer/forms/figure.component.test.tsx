import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { figureOf } from "../../../src-renderer/forms/SectionFigure.tsx";
import { formNamed, showForm } from "./formBench.tsx";

const mercuri = formNamed("mercuri-modified");
const asked = () =>
  [...document.querySelectorAll("[data-asked]")].map((muscle) => [
    muscle.getAttribute("data-muscle"),
    muscle.closest("g")!.getAttribute("transform"),
  ]);

test("the muscle that is scored stands out in the figure: the right one on the left, as in the image", async () => {
  const { reader } = showForm(mercuri, { level: "distal" });
  expect(screen.getByRole("img", { name: "rectus femoris right in a schematic section" })).toBeTruthy();
  expect(asked()).toEqual([["RFEM", "translate(-85 0)"]]);
  await reader.keyboard("3");
  expect(asked()).toEqual([["RFEM", "translate(85 0) scale(-1 1)"]]);
  expect(screen.getByText("Schematic, thigh, distal")).toBeTruthy();
  // Where a reason is chosen, its list takes the place of the figure.
  await reader.keyboard("n");
  expect(asked()).toEqual([]);
});

test("a level that the muscle does not reach, or that has another name, is shown at one that does", () => {
  // The adductor longus ends above the distal third of the thigh.
  expect(figureOf("AL", "distal")?.level).toBe("middle");
  expect(figureOf("SOL", "Proximal")?.level).toBe("proximal");
  expect(figureOf("SOL", "half way")?.level).toBe("middle");
  expect(figureOf("DELTOID", "middle")).toBeUndefined();
});

test("the grades stand where they are wanted, with the pictures hidden and shown by a button", async () => {
  const place = document.body.appendChild(document.createElement("div"));
  const pictures = new Map([["mercuri-modified-0-5/3", { address: "/forms/three.png", caption: "Example" }]]);
  const { reader, given } = showForm(mercuri, { pictures, legendPlace: place });
  expect(place.querySelectorAll("li")).toHaveLength(6);
  expect(place.querySelectorAll("img")).toHaveLength(1);
  await reader.click(screen.getByRole("button", { name: "Hide the pictures" }));
  expect(place.querySelectorAll("img")).toHaveLength(0);
  expect(place.textContent).toContain("small confluent");
  await reader.click(screen.getByRole("button", { name: "Show the pictures" }));
  expect(place.querySelectorAll("img")).toHaveLength(1);
  await reader.click(screen.getByRole("button", { name: /^4 large confluent/ }));
  expect(given()).toEqual({ "RFEM/right": "4" });
  place.remove();
});
