import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { Reader } from "#shared/domain/reader.ts";
import { ReaderForm } from "../../../../../src-renderer/rooms/shell/readers/ReaderForm.tsx";
import { answer, sentTo } from "../../../bench/door.ts";
import { show } from "../../../bench/show.tsx";

const kept: Reader = {
  id: 4,
  name: "Reader 4",
  initials: "R4",
  specialty: "Neuroradiology",
  years: 12,
  hasPassphrase: false,
  createdAt: "2026-01-01T00:00:00.000Z",
  retiredAt: null,
};

describe("ReaderForm", () => {
  test("adds a reader by the keyboard alone; initials that were not typed are those of the name", async () => {
    const onDone = vi.fn<(reader: Reader) => void>();
    answer("reader.add", () => kept);
    const reader = show(<ReaderForm reader={null} onDone={onDone} onCancel={() => undefined} />);
    await reader.tab();
    await reader.keyboard("Mary Ann Evans");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Initials" }).placeholder).toBe("MAE");
    await reader.tab();
    await reader.tab();
    await reader.keyboard("Neuroradiology");
    await reader.tab();
    await reader.keyboard("12{Enter}");
    await waitFor(() => expect(onDone).toHaveBeenCalledWith(kept));
    expect(sentTo("reader.add")).toEqual([{ name: "Mary Ann Evans", initials: "MAE", specialty: "Neuroradiology", years: 12 }]);
  });

  test("changes one: what is not touched goes back as it was, and years that are taken away are none, not 0", async () => {
    answer("reader.edit", () => kept);
    const onDone = vi.fn<(reader: Reader) => void>();
    const reader = show(<ReaderForm reader={kept} onDone={onDone} onCancel={() => undefined} />);
    await reader.clear(screen.getByRole("textbox", { name: "Years of experience" }));
    await reader.click(screen.getByRole("button", { name: "Keep" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(sentTo("reader.edit")).toEqual([
      { readerId: 4, details: { name: "Reader 4", initials: "R4", specialty: "Neuroradiology", years: null } },
    ]);
  });

  test("brings years into 0 to 80, in whole numbers, before they are sent", async () => {
    answer("reader.edit", () => kept);
    const onDone = vi.fn<(reader: Reader) => void>();
    const reader = show(<ReaderForm reader={{ ...kept, years: null }} onDone={onDone} onCancel={() => undefined} />);
    const years = screen.getByRole<HTMLInputElement>("textbox", { name: "Years of experience" });
    await reader.type(years, "1.5");
    expect(years.value).toBe("15");
    await reader.clear(years);
    await reader.type(years, "-300");
    await reader.tab();
    expect(years.value).toBe("0");
    await reader.clear(years);
    await reader.type(years, "300");
    await reader.tab();
    expect(years.value).toBe("80");
    await reader.click(screen.getByRole("button", { name: "Keep" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(sentTo("reader.edit")).toMatchObject([{ details: { years: 80 } }]);
  });

  test("says why the door refused, keeps what was typed, and can be sent again", async () => {
    const onDone = vi.fn<(reader: Reader) => void>();
    const words = "There is a reader of this name already. Choose another name.";
    answer("reader.add", () => {
      throw new Error(words);
    });
    const reader = show(<ReaderForm reader={null} onDone={onDone} onCancel={() => undefined} />);
    const name = screen.getByRole<HTMLInputElement>("textbox", { name: "Name" });
    await reader.type(name, "Reader 4{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe(words);
    expect(name.value).toBe("Reader 4");
    expect(onDone).not.toHaveBeenCalled();

    answer("reader.add", () => kept);
    await reader.type(name, "b");
    await reader.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(sentTo("reader.add").at(-1)).toMatchObject({ name: "Reader 4b", initials: "R4" });
  });
});
