import { expect, test } from "vitest";
import { describeConsensus } from "../../../../../src-main/services/projects/adjudication/describeConsensus.ts";
import { templateProtocol } from "../../../../../src-main/services/projects/index.ts";

test("where each reader chooses levels, none is chosen on the desk of a consensus", () => {
  const myopathy = templateProtocol("myopathy");
  const protocol = { ...myopathy, regions: myopathy.regions.map((region) => ({ ...region, levelsChosenBy: "reader" })) };
  const all = {
    protocol,
    asked: { scores: ["2 grades apart"], drawings: [] },
    images: [],
    levels: new Map(),
    a: [],
    b: [],
    agreed: [],
    decided: [],
  };
  const parts = {
    tables: { adjudicators: () => [] },
    projects: { find: () => ({ name: "Muscles" }), readerName: () => "" },
    content: { all: () => all, codeOf: () => "X1", images: () => [], drawnIn: () => null },
  } as unknown as Parameters<typeof describeConsensus>[0];
  const row = { id: "c", projectId: "p", version: 1, state: "open" } as Parameters<typeof describeConsensus>[2];
  const { regions } = describeConsensus(parts, { readerId: 1, name: "Third" }, row);
  expect(regions.map(({ levels, choosesLevels }) => [levels.length > 0, choosesLevels])).toEqual([
    [true, false],
    [true, false],
  ]);
});
