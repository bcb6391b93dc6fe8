import { expect, it } from "vitest";
import { projectInputs, proposeProtocolRoles } from "../../../../../src-renderer/rooms/projects/prepare/inputsOfCases.ts";

const roles = [
  { key: "thigh t1", region: "thigh", role: "t1", title: "thigh, T1-weighted" },
  { key: "thigh water", region: "thigh", role: "water", title: "thigh, water-only" },
  { key: "calf t1", region: "calf", role: "t1", title: "calf, T1-weighted" },
];
const image = (name: string) => ({ name, title: name, holds: "image" as const });

it("proposes the region that has most of a recipe's images", () => {
  expect(proposeProtocolRoles({ roles: [image("T1"), image("water")] }, roles)).toEqual({ T1: "thigh t1", water: "thigh water" });
  expect(proposeProtocolRoles({ roles: [image("FLAIR")] }, roles)).toEqual({});
});

it("says nothing to the door before every role is said", () => {
  const recipe = { roles: [image("T1"), { name: "mask", title: "mask", holds: "labels" as const }], bundles: [] };
  expect(projectInputs(recipe, roles, { T1: "thigh t1" })).toBeNull();
  expect(projectInputs(recipe, roles, { T1: "thigh t1", mask: " aseg " })).toEqual({
    T1: { region: "thigh", role: "t1" },
    mask: { labelMap: "aseg" },
  });
});

it("has the folder of each network that draws", () => {
  const recipe = { roles: [image("T1")], bundles: [{ name: "brain", title: "draws the brain" }] };
  expect(projectInputs(recipe, roles, { T1: "thigh t1" })).toBeNull();
  expect(projectInputs(recipe, roles, { T1: "thigh t1", brain: "/data/models/a" })).toEqual({
    T1: { region: "thigh", role: "t1" },
    brain: { bundleFolder: "/data/models/a" },
  });
});
