import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type Protocol, protocolOfTemplate } from "#shared/domain/project/protocol.ts";
import { ProtocolForm } from "../../../../src-renderer/rooms/projects/protocol/ProtocolForm.tsx";
import { assetFiles } from "../../../src-shared/domain/project/assetFiles.ts";
import { show } from "../../bench/show.tsx";

const myopathy = protocolOfTemplate(assetFiles("protocols").get("myopathy"), [...assetFiles("forms").values()] as { id: string }[]);

test("scoring, completeness and who chooses levels are changed in the window; everything else stays as it is", async () => {
  const onSend = vi.fn<(protocol: Protocol) => Promise<void>>(() => Promise.resolve());
  const reader = show(<ProtocolForm protocol={myopathy} onClose={() => undefined} onSend={onSend} />);
  const choose = async (field: string, option: string) => {
    await reader.click(screen.getByRole("combobox", { name: field }));
    await reader.click(screen.getByRole("option", { name: option }));
  };
  await choose("Forms are filled", "before drawing");
  await choose("Slices of levels of calf", "chosen by each reader");
  await reader.click(screen.getByRole("checkbox", { name: "The own drawing is in view while scoring" }));
  await reader.click(screen.getByRole("checkbox", { name: "Every segment is drawn on every level" }));
  await reader.click(screen.getByRole("button", { name: "Save the protocol" }));
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

test("of a running study it is not offered who chooses levels", () => {
  show(<ProtocolForm protocol={myopathy} isAmending onClose={() => undefined} onSend={() => Promise.resolve()} />);
  expect(screen.getByRole("combobox", { name: "Slices of levels of thigh" })).toHaveProperty("disabled", true);
  expect(screen.getByRole("combobox", { name: "Forms are filled" })).toHaveProperty("disabled", false);
});
