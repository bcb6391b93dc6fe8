import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { NumberField } from "../../../src-renderer/ui/NumberField.tsx";
import { show } from "../bench/show.tsx";

/** A field of a form that keeps its number, and what it was told. */
function open(first: number, bounds: { min?: number; max?: number; clampBehavior?: "none" } = {}) {
  const told = vi.fn<(value: number) => void>();
  function Form() {
    const [value, setValue] = useState(first);
    const change = (next: number) => {
      told(next);
      setValue(next);
    };
    return (
      <>
        <NumberField aria-label="Number" {...bounds} value={value} onChange={change} />
        <button type="button" onClick={() => setValue(7)}>
          Seven
        </button>
      </>
    );
  }
  const reader = show(<Form />);
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Number" });
  return { reader, field, told: () => told.mock.calls.map(([value]) => value) };
}

test("a field is emptied and filled anew: no nought comes in between", async () => {
  const { reader, field, told } = open(20);
  await reader.clear(field);
  expect(field.value).toBe("");
  await reader.type(field, "3");
  expect(field.value).toBe("3");
  expect(told()).toEqual([3]);
});

test("a number below nought is typed from its sign on, and one with a comma as with a point", async () => {
  const { reader, field, told } = open(300);
  await reader.clear(field);
  await reader.type(field, "-40");
  expect([field.value, told().at(-1)]).toEqual(["-40", -40]);
  await reader.clear(field);
  await reader.type(field, "1,5");
  expect([field.value, told().at(-1)]).toEqual(["1.5", 1.5]);
});

test("where a field is left without a number, the number in use stands there again", async () => {
  const { reader, field, told } = open(4);
  await reader.clear(field);
  await reader.type(field, "-");
  await reader.tab();
  expect([field.value, told()]).toEqual(["4", []]);
});

test("numbers beyond the bounds are passed on as the bound, which stands there when the field is left", async () => {
  const { reader, field, told } = open(4, { min: 1, max: 50 });
  await reader.clear(field);
  await reader.type(field, "99999999999999999999");
  expect(Math.max(...told())).toBe(50);
  await reader.tab();
  expect(field.value).toBe("50");
});

test("a form that says itself what is wrong is told of numbers beyond the bounds", async () => {
  const { reader, field, told } = open(0.5, { min: 0, max: 1, clampBehavior: "none" });
  await reader.clear(field);
  await reader.type(field, "75");
  await reader.tab();
  expect([field.value, told().at(-1)]).toEqual(["75", 75]);
});

test("a number that is set elsewhere stands in the field at once", async () => {
  const { reader, field } = open(4);
  await reader.clear(field);
  await reader.type(field, "-");
  await reader.click(screen.getByRole("button", { name: "Seven" }));
  expect(field.value).toBe("7");
});
