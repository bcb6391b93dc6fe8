import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Job } from "#shared/domain/job.ts";
import { ConfirmKeySheet } from "../../../../../src-renderer/rooms/projects/packets/ConfirmKeySheet.tsx";
import { show } from "../../../bench/show.tsx";

const asked = {
  isTaken: false,
  packetNumber: 1,
  readerNumber: 1,
  pass: 1,
  signedBy: "Dr Elsewhere",
  cases: 2,
  fingerprint: "0000",
} as const;
const job = {
  title: "Taking in",
  state: "running",
  phase: "reading",
  done: 0,
  total: null,
  place: null,
  ratePerSecond: null,
  secondsLeft: null,
} as Job;

test("a second Enter, and Cancel, do nothing while the return is taken in", async () => {
  const taken = Promise.withResolvers<void>();
  const onConfirm = vi.fn(() => taken.promise);
  const onClose = vi.fn();
  const reader = show(<ConfirmKeySheet asked={asked} job={null} onClose={onClose} onConfirm={onConfirm} />);
  const field = screen.getByRole("textbox", { name: "Fingerprint as the reader tells it" });
  await reader.type(field, "0000{Enter}");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Cancel" }).disabled).toBe(true);
  await reader.type(field, "{Enter}");
  await act(async () => {
    taken.resolve();
    await taken.promise;
  });
  expect(onConfirm).toHaveBeenCalledTimes(1);
  expect(onClose).not.toHaveBeenCalled();
});

test("nor does Enter where the progress of the work stands in place of the buttons", async () => {
  const onConfirm = vi.fn(() => new Promise<void>(() => undefined));
  const reader = show(<ConfirmKeySheet asked={asked} job={job} onClose={() => undefined} onConfirm={onConfirm} />);
  const field = screen.getByRole("textbox", { name: "Fingerprint as the reader tells it" });
  await reader.type(field, "0000{Enter}{Enter}");
  expect(onConfirm).toHaveBeenCalledTimes(1);
});
