import { screen } from "@testing-library/react";
import { useState } from "react";
import { vi } from "vitest";
import type { Answer } from "#shared/domain/project/answer.ts";
import { type Form, type FormRegion, parseForm } from "#shared/domain/project/form.ts";
import { type FormCell, formCells } from "#shared/domain/project/formCells.ts";
import { FormPanel, type FormPanelProps } from "../../../src-renderer/forms/FormPanel.tsx";
import { assetFiles } from "../../src-shared/domain/project/assetFiles.ts";
import { show } from "../bench/show.tsx";

const named = (...ids: string[]) => ids.map((id) => ({ id, name: id }));
/** Two levels of the thigh and one of the calf; two series each. */
export const regions: readonly FormRegion[] = [
  { id: "thigh", name: "thigh", levels: named("proximal", "distal"), roles: named("t1", "water") },
  { id: "calf", name: "calf", levels: named("middle"), roles: named("t1", "water") },
];

const files = assetFiles("forms");
/** A form that comes with the program, changed where a test needs it. */
export function formNamed(name: string, change: (form: Form) => void = () => undefined): Form {
  const form = structuredClone(files.get(name)) as Form;
  change(form);
  return parseForm(form);
}

/** Shows a form as a room does: keeps the answers, and the mode. */
export function showForm(form: Form, more: Partial<FormPanelProps> = {}) {
  const cells = formCells(form, regions);
  const answers = new Map<string, Answer>(more.answers);
  const onCurrent = vi.fn<(cell: FormCell | null) => void>();
  const onAnswer = vi.fn<(cell: FormCell, answer: Answer | null) => void>();
  const Room = () => {
    const [kept, setKept] = useState<ReadonlyMap<string, Answer>>(new Map(answers));
    const [isScoring, setScoring] = useState(more.isScoring ?? true);
    return (
      <FormPanel
        form={form}
        cells={cells}
        isLocked={false}
        {...more}
        answers={kept}
        isScoring={isScoring}
        onScoring={setScoring}
        onCurrent={onCurrent}
        onAnswer={(cell, answer) => {
          onAnswer(cell, answer);
          if (answer) answers.set(cell.key, answer);
          else answers.delete(cell.key);
          setKept(new Map(answers));
        }}
      />
    );
  };
  const reader = show(<Room />);
  return {
    reader,
    cells,
    onCurrent,
    onAnswer,
    /** Answers by key without the form's and the item's id: "RFEM/right" is "3". Not assessable is "N" and its reason and words. */
    given: () =>
      Object.fromEntries(
        [...answers].map(([key, answer]) => [
          key.split("/").slice(2).join("/"),
          answer.type === "not assessable" ? `N ${answer.reason} ${answer.words}`.trim() : String(answer.value),
        ]),
      ),
    said: () => screen.getByRole("status").textContent.trim(),
    /** What is asked for, by name. */
    asked: () => document.querySelector("[data-cell][aria-current=true]")?.getAttribute("aria-label") ?? null,
    /** Presses a number pad. */
    pad: (...codes: string[]) => reader.keyboard(codes.map((code) => `[${code}]`).join("")),
  };
}
