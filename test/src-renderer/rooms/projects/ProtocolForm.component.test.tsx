import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Form } from "#shared/domain/project/form.ts";
import { type Protocol, protocolOfTemplate } from "#shared/domain/project/protocol.ts";
import { ProtocolForm } from "../../../../src-renderer/rooms/projects/protocol/ProtocolForm.tsx";
import { assetFiles } from "../../../src-shared/domain/project/assetFiles.ts";
import { answer } from "../../bench/door.ts";
import { show } from "../../bench/show.tsx";

const forms = [...assetFiles("forms").values()] as Form[];
const myopathy = protocolOfTemplate(assetFiles("protocols").get("myopathy"), forms);
const pictures = {
  put: vi.fn<(base: string, file: File) => Promise<string>>((base) => Promise.resolve(`${base}.png`)),
  addressOf: (name: string) => `/pictures/${name}`,
};

beforeEach(() => {
  answer("project.forms", () => forms);
  answer("setting.describe", () => ({ featureCount: 107, settingsHash: "0".repeat(64), warnings: [], images: [] }));
});

/** The form of a protocol, with what it sends. */
function open(protocol: Protocol, isAmending = false) {
  const onSend = vi.fn<(protocol: Protocol) => Promise<void>>(() => Promise.resolve());
  const reader = show(
    <ProtocolForm protocol={protocol} isAmending={isAmending} pictures={pictures} onClose={() => undefined} onSend={onSend} />,
  );
  const choose = async (field: string, option: string) => {
    await reader.click(screen.getByRole("combobox", { name: field }));
    await reader.click(await screen.findByRole("option", { name: option }));
  };
  const set = async (field: HTMLElement, value: string) => {
    await reader.clear(field);
    if (value !== "") await reader.type(field, value);
  };
  const tab = (name: string) => reader.click(screen.getByRole("tab", { name }));
  const save = () => reader.click(screen.getByRole("button", { name: isAmending ? "What it touches…" : "Save the protocol" }));
  return { reader, onSend, choose, set, tab, save, sent: () => onSend.mock.calls[0]![0] };
}

test("scoring, completeness and who chooses levels are changed in the window; everything else stays as it is", async () => {
  const { reader, onSend, choose, tab, save } = open(myopathy);
  await tab("Forms and scoring");
  await choose("Forms are filled", "before drawing");
  await reader.click(screen.getByRole("checkbox", { name: "The own drawing is in view while scoring" }));
  await reader.click(screen.getByRole("checkbox", { name: "Every segment is drawn on every level" }));
  await tab("calf");
  await choose("Slices of levels of calf", "chosen by each reader");
  await save();
  const [thigh, calf] = myopathy.regions;
  expect(onSend.mock.calls).toEqual([
    [
      {
        ...myopathy,
        regions: [thigh, { ...calf, levelsChosenBy: "reader" }],
        scoring: { order: "before drawing", showsOwnDrawing: true },
        completeness: { drawing: "not required" },
      },
    ],
  ]);
});

test("how a series is found, its window and features, and the desk at the start are set", async () => {
  const { reader, choose, set, tab, save, sent } = open(myopathy);
  await tab("thigh");
  await reader.click(screen.getByRole("button", { name: "Change water-only of thigh" }));
  const role = within(screen.getByRole("group", { name: "water-only of thigh" }));
  const list = (name: string) => role.getByRole("combobox", { name });
  await reader.type(list("The description holds"), "Dixon{Enter}");
  await reader.type(list("The description lacks"), "calf{Enter}");
  await reader.type(list("Image type has"), "WATER{Enter}");
  await choose("Slices lie", "coronal");
  await choose("Window at the start", "the same for every reader");
  await set(role.getByRole("textbox", { name: "Centre (level)" }), "250");
  await set(role.getByRole("textbox", { name: "Width" }), "-5");
  // It is said at the field, and nothing is sent.
  expect(role.getByRole("textbox", { name: "Width" }).getAttribute("aria-invalid")).toBe("true");
  role.getByText("must be above 0");
  expect(screen.getByRole("button", { name: "Save the protocol" })).toHaveProperty("disabled", true);
  await set(role.getByRole("textbox", { name: "Width" }), "500");
  await reader.click(role.getByRole("checkbox", { name: "Features are extracted of what is drawn on it" }));
  await choose("Layout at the start", "2 one above the other");
  await choose("Level at the start", "distal");
  await save();
  const [thigh, calf] = myopathy.regions;
  const [t1, water] = thigh!.roles;
  expect(sent()).toEqual({
    ...myopathy,
    regions: [
      {
        ...thigh,
        roles: [
          t1,
          {
            ...water,
            rule: { descriptionHas: ["water", "thigh", "Dixon"], descriptionLacks: ["calf"], imageTypeHas: ["WATER"], plane: "coronal" },
            window: { center: 250, width: 500 },
            extraction: null,
          },
        ],
        start: { layout: "2x1", level: "distal" },
      },
      calf,
    ],
  });
});

test("drawing rules are written, moved and taken out, each with its picture", async () => {
  const { reader, set, tab, save, sent } = open(myopathy);
  await tab("calf");
  const rule = (at: number) => screen.getByRole("textbox", { name: `Text of drawing rule ${at} of calf` });
  await reader.click(screen.getByRole("button", { name: "Remove drawing rule 2 of calf" }));
  await reader.click(screen.getByRole("button", { name: "Add a drawing rule of calf" }));
  // A rule without words is none.
  screen.getByText("must not be empty");
  await set(rule(3), "Leave out vessels.");
  const file = new File(["x"], "Mrs Miller.png", { type: "image/png" });
  await reader.upload(document.querySelectorAll<HTMLInputElement>("input[type=file]")[2]!, file);
  expect((await screen.findByRole("img", { name: "drawing rule 3 of calf" })).getAttribute("src")).toBe("/pictures/rule-calf-3.png");
  await reader.click(screen.getByRole("button", { name: "Move drawing rule 3 of calf up" }));
  await save();
  const [first, , last] = myopathy.regions[1]!.drawingRules;
  expect(sent().regions[1]!.drawingRules).toEqual([first, { text: "Leave out vessels.", picture: "rule-calf-3.png" }, last]);
});

test("forms are chosen among those of the program, in their order", async () => {
  const named = (id: string) => forms.find((form) => form.id === id)!;
  const { reader, choose, tab, save, sent } = open({
    ...myopathy,
    gradePictures: [{ scale: "mercuri-modified-0-5", grade: "3", picture: "a.png" }],
  });
  await tab("Forms and scoring");
  await reader.click(screen.getByRole("button", { name: `Remove the form ${named("mercuri-modified").name}` }));
  await choose("Add a form of the program", named("goutallier-0-4").name);
  await reader.click(screen.getByRole("button", { name: `Move the form ${named("goutallier-0-4").name} up` }));
  await save();
  expect(sent().forms.map(({ id }) => id)).toEqual(["goutallier-0-4", "image-quality"]);
  // The grade's picture went with the scale.
  expect(sent().gradePictures).toEqual([]);
});

test("a form whose muscles lie in a region that was taken out is named", async () => {
  const { reader, tab, onSend } = open(myopathy);
  await tab("calf");
  await reader.click(screen.getByRole("button", { name: "Remove the region" }));
  expect(screen.getByRole("list", { name: "What is wrong" }).textContent).toBe(
    'form "Mercuri score, modified, 0 to 5", muscles: "calf" is none of the regions; add the region, or take its muscles out',
  );
  expect(screen.getByRole("button", { name: "Save the protocol" })).toHaveProperty("disabled", true);
  expect(onSend.mock.calls).toEqual([]);
});

test("the pass mark and the cases for a consensus are set; an empty field asks for nothing", async () => {
  const { reader, set, tab, save, sent } = open(myopathy);
  await tab("Forms and scoring");
  await reader.click(screen.getByRole("checkbox", { name: "They have a pass mark before other cases open" }));
  const dice = screen.getByRole("textbox", { name: "Dice of every segment, at least" });
  await set(dice, "1.5");
  screen.getByText("must be at most 1");
  await set(dice, "0.9");
  await set(screen.getByRole("textbox", { name: "Grades apart, at most" }), "");
  await tab("Agreement");
  await set(screen.getByRole("textbox", { name: "Grades apart by two readers, from" }), "2");
  await save();
  expect(sent().passMark).toEqual({ dice: 0.9, gradeDifference: null });
  expect(sent().agreement).toEqual({ ...myopathy.agreement, adjudication: { gradeDifference: 2, diceBelow: null } });
});

test("a region with its series and a list of segments is made from nothing", async () => {
  const empty = protocolOfTemplate(assetFiles("protocols").get("empty"), forms);
  const { reader, choose, set, save, sent } = open(empty);
  await reader.type(screen.getByRole("textbox", { name: "Name of another region of the body" }), "Upper arm{Enter}");
  await reader.click(screen.getByRole("button", { name: "Change drawn on of Upper arm" }));
  await set(screen.getByRole("textbox", { name: "Name, which readers see" }), "T2");
  await reader.type(screen.getByRole("textbox", { name: "Name of another series of Upper arm" }), "STIR{Enter}");
  await choose("Drawn on Upper arm", "segments of a list");
  await set(screen.getByRole("textbox", { name: "Name of segment 1 of Upper arm" }), "biceps");
  await reader.type(screen.getByRole("textbox", { name: "Name of another segment of Upper arm" }), "triceps{Enter}");
  await choose("Side of segment 2 of Upper arm", "left");
  await save();
  const [region] = sent().regions;
  expect(region).toMatchObject({ id: "upper-arm", name: "Upper arm", levels: [], drawing: { kind: "list" } });
  expect(region!.roles.map(({ id, name, use }) => [id, name, use])).toEqual([
    ["drawn", "T2", "drawn on"],
    ["stir", "STIR", "shown beside"],
  ]);
  expect(region!.drawing).toMatchObject({
    segments: [
      { name: "biceps", side: "none" },
      { name: "triceps", side: "left" },
    ],
  });
});

test("of a running study it is not offered who chooses levels, nor which series there are", async () => {
  const { reader, tab } = open(myopathy, true);
  await tab("thigh");
  expect(screen.getByRole("combobox", { name: "Slices of levels of thigh" })).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "Remove T1-weighted of thigh" })).toBeNull();
  await reader.click(screen.getByRole("button", { name: "Change T1-weighted of thigh" }));
  expect(screen.getByRole("combobox", { name: "What it is for" })).toHaveProperty("disabled", true);
  await tab("Forms and scoring");
  expect(screen.getByRole("combobox", { name: "Forms are filled" })).toHaveProperty("disabled", false);
});
