import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Form } from "#shared/domain/project/form.ts";
import { trpc } from "../../../client/client.ts";
import { EntryActions } from "./EntryActions.tsx";
import type { ErrorAt } from "./errorAt.ts";
import { movedEarlier } from "./moved.ts";
import { formInWords } from "./protocolWords.ts";
import own from "./Protocol.module.css";

interface Props {
  readonly forms: readonly Form[];
  readonly errorAt: ErrorAt;
  readonly onChange: (forms: Form[]) => void;
}

/** What readers fill in, in the order in which it is offered: forms of the program are added, and those of the protocol's file stay or are taken out. */
export function FormsFields({ forms, errorAt, onChange }: Props) {
  const { data: all = [] } = useQuery(trpc.project.forms.queryOptions());
  const others = all.filter(({ id }) => !forms.some((form) => form.id === id));
  return (
    <fieldset className={own.region}>
      <legend>Forms</legend>
      {forms.map((form, at) => (
        <div key={form.id} className={own.entry}>
          <span>
            <strong>{form.name}</strong> <span className={own.quiet}>{formInWords(form)}</span>
            {errorAt(at) !== undefined && <span className={own.danger}> {errorAt(at)}</span>}
          </span>
          <EntryActions
            name={`the form ${form.name}`}
            isFirst={at === 0}
            onEarlier={() => onChange(movedEarlier(forms, at))}
            onRemove={() => onChange(forms.filter(({ id }) => id !== form.id))}
          />
        </div>
      ))}
      {forms.length === 0 && <span className={own.quiet}>Nothing is filled in.</span>}
      <Select
        label="Add a form of the program"
        placeholder={others.length === 0 ? "all are there" : "choose one"}
        disabled={others.length === 0}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(chosen) => {
          const form = others.find(({ id }) => id === chosen);
          if (form) onChange([...forms, form]);
        }}
      />
    </fieldset>
  );
}
