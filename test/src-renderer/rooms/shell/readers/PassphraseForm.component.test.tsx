import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { Reader } from "#shared/domain/reader.ts";
import { PassphraseForm } from "../../../../../src-renderer/rooms/shell/readers/PassphraseForm.tsx";
import { answer, sentTo } from "../../../bench/door.ts";
import { show } from "../../../bench/show.tsx";

const without: Reader = {
  id: 4,
  name: "Reader 4",
  initials: "R4",
  specialty: "",
  years: null,
  hasPassphrase: false,
  createdAt: "2026-01-01T00:00:00.000Z",
  retiredAt: null,
};
const having: Reader = { ...without, hasPassphrase: true };

describe("PassphraseForm", () => {
  test("sends nothing while the two differ, and says so; then sends the passphrase once", async () => {
    const onDone = vi.fn<(reader: Reader) => void>();
    answer("reader.setPassphrase", () => having);
    const reader = show(<PassphraseForm reader={without} onDone={onDone} onCancel={() => undefined} />);
    expect(screen.queryByLabelText("Present passphrase")).toBeNull();
    await reader.type(screen.getByLabelText("New passphrase"), "femur and fascia");
    await reader.type(screen.getByLabelText("New passphrase again"), "femur and fasci{Enter}");
    expect(screen.getByText("These differ.")).toBeTruthy();
    expect(sentTo("reader.setPassphrase")).toEqual([]);

    await reader.keyboard("a");
    expect(screen.queryByText("These differ.")).toBeNull();
    await reader.keyboard("{Enter}");
    await waitFor(() => expect(onDone).toHaveBeenCalledWith(having));
    expect(sentTo("reader.setPassphrase")).toEqual([{ current: "", next: "femur and fascia" }]);
  });

  test("takes the passphrase away where the new one is left empty; nothing of it can be read on the screen", async () => {
    const onDone = vi.fn<(reader: Reader) => void>();
    answer("reader.setPassphrase", () => without);
    const reader = show(<PassphraseForm reader={having} onDone={onDone} onCancel={() => undefined} />);
    const present = screen.getByLabelText<HTMLInputElement>("Present passphrase");
    await reader.type(present, "femur and fascia");
    expect(present.type).toBe("password");
    await reader.click(screen.getByRole("button", { name: "Keep" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith(without));
    expect(sentTo("reader.setPassphrase")).toEqual([{ current: "femur and fascia", next: null }]);
  });

  test("says why the door refused; Cancel leaves without asking it", async () => {
    const onCancel = vi.fn<() => void>();
    answer("reader.setPassphrase", () => {
      throw new Error("This is not the present passphrase. Type it again.");
    });
    const reader = show(<PassphraseForm reader={having} onDone={() => undefined} onCancel={onCancel} />);
    await reader.type(screen.getByLabelText("Present passphrase"), "wrong{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("This is not the present passphrase. Type it again.");
    await reader.click(screen.getByRole("button", { name: "Cancel" }));
    expect(onCancel).toHaveBeenCalledTimes(1);
    expect(sentTo("reader.setPassphrase")).toHaveLength(1);
  });
});
