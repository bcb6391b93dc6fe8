import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import { openSegmentations } from "./sampleVolume.ts";
import { by } from "../../author.ts";

const grid: Grid = { size: [512, 512, 3], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };

test("a program killed with SIGKILL while drawing loses no stroke that was answered, three times in a row", async () => {
  for (const strokes of [1, 12, 40]) {
    const first = openSegmentations(grid);
    const { id } = first.segmentations.create(by, { volumeId: "a", name: "s" });
    first.segmentations.setSegments(
      by,
      id,
      [1, 2, 3, 4, 5].map((number) => ({ number, name: String(number), color: "#000000", side: "none" })),
    );
    first.close();

    const program = spawn(process.execPath, [join(import.meta.dirname, "drawingProgram.ts"), first.dataFolder, id], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    program.stdout.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      if (said.split("\n").length > strokes) program.kill("SIGKILL");
    });
    const [, signal] = (await once(program, "close")) as [number | null, string | null];
    expect(signal).toBe("SIGKILL");
    const answered = Number(said.split("\n").at(-2));

    const { segmentations, close } = openSegmentations(grid, first.dataFolder);
    const { segmentation, labels } = await segmentations.readLabelMap(id);
    // What was answered is there; at most the one stroke more that was on its way.
    expect(answered).toBeGreaterThanOrEqual(strokes);
    const kept = segmentation.revision - 1;
    expect([answered, answered + 1]).toContain(kept);
    const expected = new Uint8Array(labels.length);
    for (let stroke = 1; stroke <= kept; stroke++)
      expected.fill(1 + (stroke % 5), (stroke % 3) * 512 * 512, ((stroke % 3) + 1) * 512 * 512);
    expect(Buffer.from(labels).equals(Buffer.from(expected))).toBe(true);
    expect(segmentations.history(id)).toHaveLength(segmentation.revision);
    close();
  }
});
