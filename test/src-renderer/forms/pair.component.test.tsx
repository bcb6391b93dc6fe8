import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import { agreedAnswers } from "#shared/domain/project/consensus.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { formNamed, regions, showForm } from "./formBench.tsx";

const mercuri = formNamed("mercuri-modified");
const grade = (value: string): Answer => ({ type: "grade", value });
const metal: Answer = { type: "not assessable", reason: "metal", words: "" };

/** All of one grade, but for some fields by muscle and side. */
const reading = (others: Readonly<Record<string, Answer>>): Answers =>
  new Map(formCells(mercuri, regions).map(({ key, muscle, side }) => [key, others[`${muscle!}/${side!}`] ?? grade("1")]));

test("of two readings only what differs is decided, by the keys of the form; the rest is shown as both have it", async () => {
  const [a, b] = [reading({ "RFEM/left": grade("2"), "SOL/right": grade("4") }), reading({ "RFEM/left": grade("4"), "SOL/right": metal })];
  const agreed = agreedAnswers(a, b);
  const { reader, given, asked, onAnswer, said } = showForm(mercuri, { pair: { a, b, agreed }, answers: agreed });
  expect(screen.getByText("0 of 2")).toBeTruthy();
  expect(asked()).toMatch(/rectus femoris left: A: 2, scattered .*, B: 4, large .*; not answered$/);
  expect(screen.getByRole("button", { name: /rectus femoris right: both agree; 1, punctate/ })).toBeTruthy();
  // The other side is one that both agree on: its answer can be taken all the same.
  await reader.keyboard("=");
  expect(given()["RFEM/left"]).toBe("1");
  expect(asked()).toMatch(/soleus right: A: 4, .*, B: not assessable: metal; not answered$/);
  await reader.click(screen.getByRole("button", { name: /soleus left: both agree/ }));
  await reader.keyboard("5");
  expect([given()["SOL/right"], given()["SOL/left"]]).toEqual(["5", "1"]);
  expect(said()).toMatch(/All 2 are filled\.$/);
  expect(onAnswer).toHaveBeenCalledTimes(2);
});
