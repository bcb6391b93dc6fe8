import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { SavedSettings } from "#shared/api/setting.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { SettingsSheet } from "../../../src-renderer/settings/SettingsSheet.tsx";
import { answer, sentTo } from "../bench/door.ts";
import { show } from "../bench/show.tsx";

const description = { settingsHash: "0123456789abcdef", images: ["original"], featureCount: 107, warnings: [] };
const onUse = vi.fn<(settings: ExtractionSettings) => void>();
const onClose = vi.fn<() => void>();

beforeEach(() => {
  onUse.mockClear();
  onClose.mockClear();
  answer("setting.list", () => []);
  answer("setting.describe", () => description);
});

const showSheet = () => show(<SettingsSheet settings={{}} onUse={onUse} onClose={onClose} />);
const binWidth = () => screen.getByLabelText<HTMLInputElement>("Bin width");
/** What a screen reader reads after a field's name. */
const helpOf = (field: Element) => {
  const ids = field.getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
};
const button = (name: string) => screen.getByText(name, { selector: "button, button *" }).closest("button")!;

describe("SettingsSheet", () => {
  test("says what is wrong with a number in place of its help, and leads to it; corrected, it is used and no default with it", async () => {
    const reader = showSheet();
    await reader.type(binWidth(), "0,5");
    await screen.findByRole("alert");
    expect(helpOf(binWidth())).toBe("The decimal sign is a point here. Give a number above 0.");
    expect(binWidth().getAttribute("aria-invalid")).toBe("true");
    expect(button("Use these settings").disabled).toBe(true);

    await reader.click(button("1 field to correct"));
    expect(document.activeElement).toBe(binWidth());
    await reader.clear(binWidth());
    await reader.keyboard("12.5");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(helpOf(binWidth())).toBe("Grey values in one bin; 16 to 128 bins in a region are usual.");
    await waitFor(() => expect(sentTo("setting.describe").at(-1)).toEqual({ settings: { binWidth: 12.5 } }));
    await reader.click(button("Use these settings"));
    expect(onUse.mock.calls).toEqual([[{ binWidth: 12.5 }]]);
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  test("takes switches by the space key, lets what depends on them be typed, and undoes step by step", async () => {
    const reader = showSheet();
    const scale = () => screen.getByLabelText<HTMLInputElement>("Scale");
    expect(scale().disabled).toBe(true);
    // The sheet takes the focus first when it is opened.
    await waitFor(() => expect(document.activeElement?.matches("[data-autofocus]")).toBe(true));
    screen.getByLabelText("Normalise grey values").focus();
    await reader.keyboard(" ");
    expect(screen.getByLabelText<HTMLInputElement>("Normalise grey values").checked).toBe(true);
    expect(scale().disabled).toBe(false);
    await reader.type(scale(), "100");
    await waitFor(() => expect(sentTo("setting.describe").at(-1)).toEqual({ settings: { normalize: true, normalizeScale: 100 } }));
    await reader.click(button("Undo"));
    expect(scale().value).toBe("");
    expect(screen.getByLabelText<HTMLInputElement>("Normalise grey values").checked).toBe(true);
    await reader.click(button("Undo"));
    expect(screen.getByLabelText<HTMLInputElement>("Normalise grey values").checked).toBe(false);
    expect(button("Undo").disabled).toBe(true);
  });

  test("is not used while the program refuses the settings, and says why in its words", async () => {
    const words = "No image has so many levels. Choose a smaller level.";
    answer("setting.describe", () => {
      throw new Error(words);
    });
    showSheet();
    const amount = within(screen.getByLabelText("What is measured"));
    expect(await amount.findByText(words)).toBeTruthy();
    expect(amount.getByText(words).getAttribute("role")).toBe("alert");
    expect(button("Use these settings").disabled).toBe(true);
    expect(button("Save as…").disabled).toBe(true);
  });

  test("saves under a name without the spaces around it, and says that it is saved", async () => {
    answer("setting.save", ({ name, settings }: Pick<SavedSettings, "name" | "settings">): SavedSettings => ({
      id: "1",
      name,
      settings,
      settingsHash: "0123456789abcdef",
      savedAt: "2026-01-01T00:00:00.000Z",
    }));
    const reader = showSheet();
    await reader.type(binWidth(), "10");
    await reader.click(button("Save as…"));
    const dialog = within(await screen.findByRole("dialog", { name: "Save the settings" }));
    const save = dialog.getByRole<HTMLButtonElement>("button", { name: "Save" });
    expect(save.disabled).toBe(true);
    await reader.type(dialog.getByRole("textbox", { name: "Name" }), "  Thigh, 10 wide {Enter}");
    await waitFor(() => expect(screen.queryByText("Save the settings")).toBeNull());
    expect(sentTo("setting.save")).toEqual([{ name: "Thigh, 10 wide", settings: { binWidth: 10 } }]);
    expect(screen.getByText("saved")).toBeTruthy();
  });

  test("asks before changes are thrown away", async () => {
    const reader = showSheet();
    await reader.type(binWidth(), "10");
    await reader.click(button("Cancel"));
    const dialog = within(await screen.findByRole("dialog", { name: "Use the changed settings?" }));
    expect(onClose).not.toHaveBeenCalled();
    await reader.click(dialog.getByText("Go on editing"));
    expect(binWidth().value).toBe("10");
    await reader.click(button("Cancel"));
    await reader.click(await screen.findByText("Discard changes"));
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(onUse).not.toHaveBeenCalled();
  });

  test("says what is wrong with a parameter file that is dropped on it, and keeps what stands in the form", async () => {
    answer("setting.parse", () => {
      throw new Error("Line 3: binWidth must be above 0.");
    });
    const reader = showSheet();
    await reader.type(binWidth(), "10");
    const file = new File(["setting:\n  binWidth: -1\n"], "thigh.yaml");
    fireEvent.drop(binWidth(), { dataTransfer: { files: [file] } });
    expect(await screen.findByText("Line 3: binWidth must be above 0.")).toBeTruthy();
    expect(sentTo("setting.parse")).toEqual([{ text: "setting:\n  binWidth: -1\n" }]);
    expect(binWidth().value).toBe("10");
  });
});
