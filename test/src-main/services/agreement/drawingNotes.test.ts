import { expect, test } from "vitest";
import { drawingAgreement } from "../../../../src-main/services/agreement/drawingAgreement.ts";
import { templateProtocol, type LockedReading } from "../../../../src-main/services/projects/index.ts";

test("two readings on different series are not compared, which is told by the protocol's names", async () => {
  const protocol = templateProtocol("myopathy");
  const [region] = protocol.regions;
  const [role] = region!.roles;
  const named = { ...region!, id: "r1", name: "Right thigh", roles: [{ ...role!, id: "s1", name: "T1 of it" }] };
  const readings = [1, 2].map((readerNumber) => ({
    caseCode: "K01",
    readerNumber,
    pass: 1,
    drawings: [{ region: "r1", role: "s1", segmentationId: `of reader ${readerNumber}`, drawingHash: "", levels: [] }],
  })) as unknown as LockedReading[];
  const volume = (id: string) => ({ id, columns: 2, rows: 2, slices: 1, spacingMm: [1, 1, 1], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
  const sources = {
    volumes: { describe: volume as never },
    segmentations: {
      readLabelMap: (id: string) =>
        Promise.resolve({ segmentation: { id, volumeId: `image ${id}`, segments: [] } as never, labels: new Uint8Array(4) }),
    },
  };
  const { overlaps, notes } = await drawingAgreement(sources as never, {
    protocol: { ...protocol, regions: [named] },
    readings,
    notes: ["told before"],
  });
  expect(overlaps).toEqual([]);
  expect(notes).toEqual([
    "told before",
    "Case K01, Right thigh, T1 of it: the two readings were drawn on different series, and are not compared.",
  ]);
});
