import { screen, within } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { formNamed, showForm } from "./formBench.tsx";

const mercuri = formNamed("mercuri-modified");
const lettered = formNamed("mercuri-0-4-2a-2b");

/** Hears what the viewer would hear. */
const heard = vi.fn<(key: string) => void>();
const onKey = ({ key }: KeyboardEvent) => heard(key);
function listenAsViewer() {
  document.addEventListener("keydown", onKey);
  window.addEventListener("keydown", onKey);
}
afterEach(() => {
  document.removeEventListener("keydown", onKey);
  window.removeEventListener("keydown", onKey);
  heard.mockClear();
});

describe("scoring the grid of 17 muscles by two sides", () => {
  test("34 keys fill it, muscle by muscle, right before left", async () => {
    const { reader, given, said, onAnswer } = showForm(mercuri);
    expect(screen.getByText("0 of 34")).toBeTruthy();
    await reader.keyboard("0123450123450123450123450123450123");
    expect(given()).toEqual({
      "RFEM/right": "0",
      "RFEM/left": "1",
      "VME/right": "2",
      "VME/left": "3",
      "VIN/right": "4",
      "VIN/left": "5",
      "VLA/right": "0",
      "VLA/left": "1",
      "SAR/right": "2",
      "SAR/left": "3",
      "GR/right": "4",
      "GR/left": "5",
      "AL/right": "0",
      "AL/left": "1",
      "AM/right": "2",
      "AM/left": "3",
      "SMB/right": "4",
      "SMB/left": "5",
      "SMT/right": "0",
      "SMT/left": "1",
      "HBF/right": "2",
      "HBF/left": "3",
      "TA/right": "4",
      "TA/left": "5",
      "PER/right": "0",
      "PER/left": "1",
      "TP/right": "2",
      "TP/left": "3",
      "SOL/right": "4",
      "SOL/left": "5",
      "GASM/right": "0",
      "GASM/left": "1",
      "GASL/right": "2",
      "GASL/left": "3",
    });
    expect(onAnswer).toHaveBeenCalledTimes(34);
    expect(screen.getByText("34 of 34")).toBeTruthy();
    expect(said()).toBe(
      "gastrocnemius lateral head left: 3, small confluent T1-hyperintense lesions, 30 to 60 % of the muscle All 34 are filled.",
    );
  });

  test("stops at the end and says how many are missing", async () => {
    const { reader, said, given } = showForm(mercuri);
    await reader.keyboard("{Enter}{Enter}0");
    await reader.keyboard("1".repeat(31));
    expect(Object.keys(given())).toHaveLength(32);
    expect(said()).toMatch(/^gastrocnemius lateral head left: 1, .* 2 of 34 are missing\.$/);
    // Once more at the end: it answers the last one anew.
    await reader.keyboard("5");
    expect(given()["GASL/left"]).toBe("5");
    expect(Object.keys(given())).toHaveLength(32);
  });

  test("is filled from the number pad as well: grades, the other side, not assessable, taking back", async () => {
    const { pad, given, asked } = showForm(mercuri);
    await pad("Numpad4", "NumpadAdd", "Numpad0", "NumpadSubtract", "Numpad2", "NumpadDivide", "Numpad3");
    expect(given()).toEqual({ "RFEM/right": "4", "RFEM/left": "4", "VME/right": "2", "VME/left": "N metal" });
    expect(asked()).toBe("Fatty infiltration on T1-weighted images, vastus intermedius right: not answered");
  });

  test("= copies the other side, and says where that has no answer yet", async () => {
    const { reader, given, said } = showForm(mercuri);
    await reader.keyboard("=");
    expect(given()).toEqual({});
    expect(said()).toBe("rectus femoris left has no answer yet.");
    await reader.keyboard("3=");
    expect(said()).toBe("rectus femoris left: 3, small confluent T1-hyperintense lesions, 30 to 60 % of the muscle");
    await reader.keyboard("n2=");
    expect(given()).toEqual({ "RFEM/right": "3", "RFEM/left": "3", "VME/right": "N artefact", "VME/left": "N artefact" });
  });

  test("N asks for a reason by number; other needs words, and grades are no reasons", async () => {
    const { reader, given, said } = showForm(mercuri);
    await reader.keyboard("n");
    expect(said()).toBe("Why is rectus femoris right not assessable? 1 out of view, 2 artefact, 3 metal, 4 absent or atrophied, 5 other");
    await reader.keyboard("0");
    expect(given()).toEqual({});
    await reader.keyboard("1");
    expect(said()).toBe("rectus femoris right: not assessable: out of view");
    await reader.keyboard("{Escape}");
    expect(screen.getByText("Keys work the image")).toBeTruthy();
    await reader.keyboard("q");

    await reader.keyboard("n5");
    const words = screen.getByRole("textbox", { name: "In words (other), then Enter" });
    expect(document.activeElement).toBe(words);
    await reader.keyboard("{Enter}");
    expect(screen.getByRole("alert").textContent).toBe('"not assessable: other" needs the reason in words.');
    await reader.keyboard("q=n 2012 biopsy{Enter}");
    expect(given()).toEqual({ "RFEM/right": "N out-of-view", "RFEM/left": "N other q=n 2012 biopsy" });
    await reader.keyboard("4");
    expect(given()["VME/right"]).toBe("4");
    const grid = within(screen.getByRole("table"));
    expect(grid.getByRole("button", { name: /rectus femoris left: not assessable: other, q=n 2012 biopsy$/ }).textContent).toBe("N");
  });

  test("the list of reasons closes without an answer, by Escape too where words are typed; scoring stays on", async () => {
    const { reader, given } = showForm(mercuri);
    await reader.keyboard("n{Escape}");
    expect(screen.queryByText("absent or atrophied")).toBeNull();
    await reader.keyboard("n5abc{Escape}");
    expect(screen.queryByRole("textbox")).toBeNull();
    await reader.keyboard("2");
    expect(given()).toEqual({ "RFEM/right": "2" });
  });

  test("Backspace takes the answer back, and of an empty field the one before", async () => {
    const { reader, given, asked, said, onAnswer } = showForm(mercuri);
    await reader.keyboard("123{Backspace}");
    expect(given()).toEqual({ "RFEM/right": "1", "RFEM/left": "2" });
    expect(onAnswer).toHaveBeenLastCalledWith(expect.objectContaining({ key: "mercuri-modified/grade/VME/right" }), null);
    expect(said()).toBe("vastus medialis right: taken back");
    await reader.keyboard("{Backspace}{Backspace}{Backspace}{Backspace}");
    expect(given()).toEqual({});
    expect(asked()).toMatch(/rectus femoris right: not answered$/);
  });

  test("arrows go up, down and to the sides, and stop at the borders", async () => {
    const { reader, given } = showForm(mercuri);
    await reader.keyboard("{ArrowUp}{ArrowLeft}{ArrowDown}{ArrowDown}{ArrowRight}{ArrowRight}4");
    // Moving on goes to the row below, on the right side.
    await reader.keyboard("5{ArrowLeft}{ArrowUp}1");
    expect(given()).toEqual({ "VIN/left": "4", "VLA/right": "5", "VIN/right": "1" });
  });

  test("tells the image which muscle is asked for, and that none is when scoring ends", async () => {
    const { reader, onCurrent, cells } = showForm(mercuri, { isScoring: false });
    expect(onCurrent.mock.lastCall).toEqual([null]);
    await reader.keyboard("q");
    expect(onCurrent.mock.lastCall).toEqual([cells[0]]);
    await reader.keyboard("3");
    expect(onCurrent.mock.lastCall).toEqual([cells[1]]);
    await reader.keyboard("{Escape}");
    expect(onCurrent.mock.lastCall).toEqual([null]);
    await reader.click(screen.getByRole("button", { name: /soleus left/ }));
    expect(onCurrent.mock.lastCall?.[0]).toMatchObject({ muscle: "SOL", side: "left" });
    expect(screen.getByText("Keys fill the form")).toBeTruthy();
  });

  test("begins at the first field that is missing", () => {
    const { asked } = showForm(mercuri, { answers: new Map([["mercuri-modified/grade/RFEM/right", { type: "grade", value: "0" }]]) });
    expect(asked()).toMatch(/rectus femoris left: not answered$/);
  });

  test("is worked by the mouse as well", async () => {
    const { reader, given } = showForm(mercuri);
    const press = (name: RegExp | string) => reader.click(screen.getByRole("button", { name }));
    await press(/^4 large confluent/);
    await press(/other side/);
    await press(/not assessable$/);
    await press(/metal$/);
    await press(/^4 large confluent/);
    await press(/take back/);
    expect(given()).toEqual({ "RFEM/right": "4", "RFEM/left": "4", "VME/right": "N metal" });
  });
});

describe("other scales", () => {
  test("0, 1, 2a, 2b, 3, 4 is filled with 0, 1, A, B, 3, 4, which stand beside the grades", async () => {
    const { reader, given } = showForm(lettered);
    await reader.keyboard("01ab342");
    expect(given()).toEqual({
      "RFEM/right": "0",
      "RFEM/left": "1",
      "VME/right": "2a",
      "VME/left": "2b",
      "VIN/right": "3",
      "VIN/left": "4",
    });
    const grades = within(screen.getByRole("list", { name: "Grades: Mercuri score, 0, 1, 2a, 2b, 3, 4" }));
    expect(grades.getAllByRole("listitem").map((grade) => grade.querySelector("kbd")?.textContent)).toEqual(["0", "1", "A", "B", "3", "4"]);
    expect(grades.getByText("2b")).toBeTruthy();
    expect(grades.getByText(/^late moth-eaten appearance.*30 to 60 %/)).toBeTruthy();
  });
});

describe("keys and the image", () => {
  test("while scoring no key reaches it but those with Ctrl; outside of scoring all do but the one that begins it", async () => {
    const { reader, given } = showForm(mercuri, { isScoring: false });
    listenAsViewer();
    await reader.keyboard("3w=n{ArrowDown}");
    expect(heard.mock.calls.map(([key]) => key)).toEqual(["3", "3", "w", "w", "=", "=", "n", "n", "ArrowDown", "ArrowDown"]);
    expect(given()).toEqual({});
    heard.mockClear();

    await reader.keyboard("q3w=n{ArrowDown}{Escape}{ }{Delete}[PageDown]{Backspace}");
    expect(heard).not.toHaveBeenCalled();
    await reader.keyboard("{Control>}z3{/Control}");
    expect(heard.mock.calls.map(([key]) => key)).toEqual(["Control", "Control", "z", "z", "3", "3"]);
    expect(given()).toEqual({ "RFEM/right": "3" });
    heard.mockClear();

    await reader.keyboard("{Escape}");
    expect(heard).not.toHaveBeenCalled();
    await reader.keyboard("{Escape}");
    expect(heard).toHaveBeenCalled();
  });

  test("a form that is not on the screen takes no keys", async () => {
    const { reader, given } = showForm(mercuri);
    const section = screen.getByRole("region", { name: "Mercuri score, modified, 0 to 5" });
    section.checkVisibility = () => false;
    listenAsViewer();
    await reader.keyboard("3");
    expect(given()).toEqual({});
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test("a dialog that is open keeps its keys", async () => {
    const { reader, given } = showForm(mercuri);
    const dialog = document.createElement("div");
    dialog.setAttribute("role", "dialog");
    document.body.append(dialog);
    await reader.keyboard("3");
    expect(given()).toEqual({});
    dialog.remove();
    await reader.keyboard("3");
    expect(given()).toEqual({ "RFEM/right": "3" });
  });
});

describe("a locked form", () => {
  test("shows the answers and takes no key and no press", async () => {
    const { reader, onAnswer, onCurrent } = showForm(mercuri, {
      isLocked: true,
      answers: new Map([
        ["mercuri-modified/grade/RFEM/right", { type: "grade", value: "3" }],
        ["mercuri-modified/grade/RFEM/left", { type: "not assessable", reason: "metal", words: "" }],
      ]),
    });
    listenAsViewer();
    await reader.keyboard("q3{Backspace}");
    expect(heard).toHaveBeenCalledTimes(6);
    await reader.click(screen.getByRole("button", { name: /rectus femoris right: 3, small confluent/ }));
    await reader.keyboard("0");
    expect(onAnswer).not.toHaveBeenCalled();
    // The image shows the muscle of a field that is pressed.
    expect(onCurrent.mock.lastCall?.[0]).toMatchObject({ muscle: "RFEM", side: "right" });
    expect(screen.getByRole("button", { name: /rectus femoris left: not assessable: metal$/ })).toBeTruthy();
    expect(screen.getByText("small confluent T1-hyperintense lesions, 30 to 60 % of the muscle")).toBeTruthy();
    expect(screen.queryByRole("switch")).toBeNull();
    expect(screen.queryByText(/take back/)).toBeNull();
  });
});
