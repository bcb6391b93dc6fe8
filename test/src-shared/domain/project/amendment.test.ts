import { expect, test } from "vitest";
import { protocolChanges } from "#shared/domain/project/amendment.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { templateProtocol } from "../../../../src-main/services/projects/protocolFiles.ts";

const protocol = templateProtocol("myopathy");
const changed = (change: (copy: Protocol & Record<string, unknown>) => void) => {
  const copy = structuredClone(protocol);
  change(copy);
  return protocolChanges(protocol, copy).map(({ field, effect, words }) => [field, effect, words]);
};
/** Another value of the same kind. */
const other = (value: unknown): unknown =>
  typeof value === "string" ? `${value}x` : typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : [value, "other"];
type Fields = Record<string, unknown>;

test("no field of a protocol, a region, a role, a form or a pass can be changed without being told, once", () => {
  for (const key of Object.keys(protocol).filter((name) => !["regions", "forms", "passes"].includes(name)))
    expect([key, changed((copy) => ((copy as Fields)[key] = other(protocol[key as keyof Protocol])))]).toEqual([key, [expect.anything()]]);
  for (const key of Object.keys(protocol.regions[0]!).filter((name) => !["id", "roles", "drawing", "levels"].includes(name)))
    expect([
      key,
      changed((copy) => ((copy.regions[0] as unknown as Fields)[key] = other((protocol.regions[0] as unknown as Fields)[key]))),
    ]).toEqual([key, [expect.anything()]]);
  for (const key of Object.keys(protocol.regions[0]!.roles[0]!).filter((name) => name !== "id"))
    expect([key, changed((copy) => ((copy.regions[0]!.roles[0] as unknown as Fields)[key] = "other"))]).toEqual([key, [expect.anything()]]);
  for (const key of Object.keys(protocol.forms[0]!).filter((name) => name !== "id" && name !== "name"))
    expect([key, changed((copy) => ((copy.forms[0] as unknown as Fields)[key] = "other"))]).toEqual([key, [expect.anything()]]);
  for (const key of Object.keys(protocol.passes[1]!))
    expect([key, changed((copy) => ((copy.passes[1] as unknown as Fields)[key] = "other"))]).toEqual([key, [expect.anything()]]);
  expect(changed(() => undefined)).toEqual([]);
});

test("says what it touches, with what came and went", () => {
  expect(changed((copy) => (copy.regions[1]!.levels = [...copy.regions[1]!.levels.slice(1), { id: "heel", name: "heel" }]))).toEqual([
    ["region calf, levels", "not submitted", `added: heel; taken out: ${protocol.regions[1]!.levels[0]!.name}`],
  ]);
  expect(changed((copy) => (copy.agreement.confidence = 0.9))).toEqual([["agreement", "free", ""]]);
  expect(changed((copy) => (copy.passes[1]!.washout = "P3M"))).toEqual([["pass 2, washout", "not opened", ""]]);
  expect(changed((copy) => (copy.regions[0]!.roles[0]!.use = "shown beside"))).toEqual([
    ["region thigh, roles", "refused", "other regions or series make another study: copy the project, and start the copy"],
  ]);
  expect(changed((copy) => copy.passes.push({ ...copy.passes[1]! }))).toEqual([["number of passes", "not opened", ""]]);
});
