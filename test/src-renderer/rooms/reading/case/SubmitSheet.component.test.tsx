import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { ReadingLacks } from "#shared/api/reading.ts";
import { SubmitSheet } from "../../../../../src-renderer/rooms/reading/case/SubmitSheet.tsx";
import { answer, sentTo } from "../../../bench/door.ts";
import { show } from "../../../bench/show.tsx";
import { missing, openReading } from "./openReadings.ts";

const nothing: ReadingLacks = { levels: [], drawings: [], answers: [] };
const signature = { submittedAt: "2026-03-01T10:05:00.000Z", fingerprint: "4f3a 99b0" };

function open(lacks: ReadingLacks, events: string[] = []) {
  const [onPlace, onClose, onSubmitted] = [vi.fn(), vi.fn(), vi.fn()];
  const reader = show(
    <SubmitSheet
      openCase={{
        reading: openReading(),
        lacksNow: async () => {
          events.push("lacks");
          return lacks;
        },
      }}
      name="Anna Berg"
      whenSaved={async () => {
        events.push("saved");
      }}
      onPlace={onPlace}
      onClose={onClose}
      onSubmitted={onSubmitted}
    />,
  );
  return { reader, onPlace, onClose, onSubmitted };
}

describe("the sheet that submits", () => {
  test("asks what is missing when all is on disk, and lists it with the way to each place", async () => {
    const events: string[] = [];
    const { reader, onPlace } = open(
      {
        levels: [],
        drawings: [missing("sartorius left", "distal", "t1"), missing("something else", "distal", "t1", "arm")],
        answers: ["Fatty infiltration, rectus femoris right"],
      },
      events,
    );
    await screen.findByText("The case cannot be submitted yet.");
    expect(events).toEqual(["saved", "lacks"]);
    expect(screen.getByText("Fatty infiltration, rectus femoris right")).toBeTruthy();
    expect(screen.queryByLabelText("Passphrase")).toBeNull();
    await reader.click(screen.getByRole("button", { name: "sartorius left, thigh, distal, t1" }));
    expect(onPlace.mock.calls[0]![0]).toMatchObject({
      region: { id: "thigh" },
      level: "distal",
      imageId: "i1",
      segment: "sartorius left",
    });
    // What has no place in the reading is listed all the same.
    expect(screen.getByText("something else, arm, distal, t1").tagName).toBe("LI");
  });

  test("signs with name, meaning and passphrase, which is asked for each time", async () => {
    const { reader, onSubmitted } = open(nothing);
    answer("reading.submit", () => signature);
    expect((await screen.findByText("Anna Berg")).tagName).toBe("STRONG");
    const passphrase = screen.getByLabelText<HTMLInputElement>("Passphrase");
    expect([passphrase.type, passphrase.value]).toEqual(["password", ""]);
    const sign = screen.getByRole<HTMLButtonElement>("button", { name: "Sign and submit" });
    expect(sign.disabled).toBe(true);
    await reader.type(passphrase, "femur{Enter}");
    await waitFor(() => expect(onSubmitted).toHaveBeenCalledWith(signature));
    expect(sentTo("reading.submit")).toEqual([{ readingId: "r1", passphrase: "femur", meaning: "I have read this case independently" }]);
  });

  test("takes a meaning in own words, and sends nothing while they are empty", async () => {
    const { reader, onSubmitted } = open(nothing);
    answer("reading.submit", () => signature);
    await reader.selectOptions(await screen.findByLabelText("Meaning of the signature"), "Other words …");
    await reader.type(screen.getByLabelText("Passphrase"), "femur");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Sign and submit" }).disabled).toBe(true);
    await reader.type(screen.getByLabelText("In own words"), "Read in pairs{Enter}");
    await waitFor(() => expect(onSubmitted).toHaveBeenCalledTimes(1));
    expect(sentTo("reading.submit")).toMatchObject([{ meaning: "Read in pairs" }]);
  });

  test("says why it was refused and lets the passphrase be typed again", async () => {
    const { reader, onSubmitted } = open(nothing);
    answer("reading.submit", () => {
      throw new Error("This is not your passphrase.");
    });
    await reader.type(await screen.findByLabelText("Passphrase"), "wrong{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("This is not your passphrase.");
    expect(onSubmitted).not.toHaveBeenCalled();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Sign and submit" }).disabled).toBe(false);
  });
});
