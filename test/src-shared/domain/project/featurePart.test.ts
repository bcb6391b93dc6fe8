import { expect, test } from "vitest";
import { partInWords, partKey, partsOfRegion, segmentsOfPart, wholeRegion } from "#shared/domain/project/featurePart.ts";
import { parseProtocol } from "#shared/domain/project/protocol.ts";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";

const protocol = templateProtocol("myopathy");
const [thigh] = protocol.regions;
const region = {
  ...thigh!,
  levels: ["proximal", "distal"].map((id) => ({ id, name: id === "distal" ? "near the knee" : id })),
  start: { ...thigh!.start, level: null },
};

test("a region is parted by levels, by segments and by sides, and not where there is one alone", () => {
  const list = {
    ...region,
    drawing: {
      kind: "list" as const,
      segments: [
        { name: "muscle right", side: "right" as const, color: "#ff0000" },
        { name: "muscle left", side: "left" as const, color: "#00ff00" },
        { name: "fascia left", side: "left" as const, color: "#0000ff" },
      ],
    },
  };
  const parts = partsOfRegion(list, ["level", "segment", "side"]);
  expect(parts.map(partKey)).toEqual([
    "level proximal",
    "level distal",
    "segment muscle right",
    "segment muscle left",
    "segment fascia left",
    "side right",
    "side left",
  ]);
  expect(parts.map((part) => segmentsOfPart(list, part))).toEqual([null, null, [1], [2], [3], [1], [2, 3]]);
  expect(parts.slice(0, 3).map((part) => partInWords(list, "T1-weighted", part))).toEqual([
    "thigh, T1-weighted, level proximal",
    "thigh, T1-weighted, level near the knee",
    "thigh, T1-weighted, segment muscle right",
  ]);
  expect([partKey(wholeRegion), partInWords(list, "T1-weighted", wholeRegion)]).toEqual(["", "thigh, T1-weighted"]);
  expect(partsOfRegion({ ...list, levels: [], drawing: { kind: "all muscle", sides: "together" } }, ["level", "segment", "side"])).toEqual(
    [],
  );
});

test("a protocol that parts what cannot be parted is refused", () => {
  const together = {
    ...protocol,
    regions: protocol.regions.map((each) => ({ ...each, drawing: { kind: "all muscle", sides: "together" } })),
    agreement: { ...protocol.agreement, featuresPer: ["side"] },
  };
  expect(() => parseProtocol(together)).toThrow("agreement, features per: no region has two sides or more that are drawn");
});
