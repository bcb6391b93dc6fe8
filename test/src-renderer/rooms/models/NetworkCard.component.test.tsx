import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { bundle2Schema, type Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { NetworkCard } from "../../../../src-renderer/rooms/models/NetworkCard.tsx";
import { show } from "../../bench/show.tsx";

const path = join(import.meta.dirname, "..", "..", "..", "..", "assets", "models", "ensemble", "bundle.json");
const ensemble = JSON.parse(readFileSync(path, "utf8")) as Extract<Bundle2, { kind: "ensemble" }>;
const { input: _input, members, golden, ...head } = ensemble;
/** The ensemble's network of a table, alone. */
const clinical = bundle2Schema.parse({
  ...head,
  kind: "table",
  inference: members.find(({ kind }) => kind === "table")!.inference,
  golden: golden.map(({ name, row, score, tolerance }) => ({ name, row, score, tolerance })),
});

const open = (bundle: Bundle2) =>
  show(
    <ul>
      <NetworkCard
        network={{
          id: "n1",
          bundle,
          bundleHash: "0".repeat(64),
          installedAt: "2026-01-01T00:00:00.000Z",
          check: { checkedAt: "2026-01-01T00:00:00.000Z", patchMb: 2, golden: [] },
        }}
        onRemove={() => {}}
      />
    </ul>,
  );

test("a network of a table is run from its card, and one of images says where in the window", () => {
  open(clinical);
  screen.getByRole("button", { name: "Run on a table (CSV)…" });
  expect(screen.queryByText(/tab Networks/)).toBeNull();
  open(ensemble);
  screen.getByText(/on a study, in its tab Networks/);
});
