import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Reader } from "#shared/domain/reader.ts";
import { ResetPassphraseForm } from "../../../../../src-renderer/rooms/shell/readers/ResetPassphraseForm.tsx";
import { answer, sentTo } from "../../../bench/door.ts";
import { show } from "../../../bench/show.tsx";

const lost: Reader = {
  id: 7,
  name: "Reader 7",
  initials: "R7",
  specialty: "",
  years: null,
  hasPassphrase: true,
  createdAt: "2026-01-01T00:00:00.000Z",
  retiredAt: null,
};

test("sends nothing while the two differ; then the new passphrase of that reader, once", async () => {
  const onDone = vi.fn<() => void>();
  answer("reader.resetPassphrase", () => lost);
  const reader = show(<ResetPassphraseForm reader={lost} onDone={onDone} onCancel={() => undefined} />);
  await reader.type(screen.getByLabelText("New passphrase"), "femur and fascia");
  await reader.type(screen.getByLabelText("New passphrase again"), "femur and fasci{Enter}");
  expect(screen.getByText("These differ.")).toBeTruthy();
  expect(sentTo("reader.resetPassphrase")).toEqual([]);
  await reader.keyboard("a{Enter}");
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(sentTo("reader.resetPassphrase")).toEqual([{ readerId: 7, next: "femur and fascia" }]);
});
