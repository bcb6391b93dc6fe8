import { ActionIcon, Checkbox, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { durationProblem } from "#shared/domain/project/duration.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { mostReaders } from "#shared/domain/project/protocolShape.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import { washoutInWords } from "./protocolWords.ts";
import own from "./Protocol.module.css";

type Pass = Protocol["passes"][number];

interface Props {
  /** From 0. */
  readonly at: number;
  readonly pass: Pass;
  readonly readerCount: number;
  readonly onChange: (pass: Pass) => void;
  readonly onRemove: () => void;
}

/** One pass: of which cases, by which readers, after which washout. */
export function PassFields({ at, pass, readerCount, onChange, onRemove }: Props) {
  const { cases, readers, washout, hasNewCodes } = pass;
  const name = `pass ${at + 1}`;
  const isFirst = at === 0;
  return (
    <div className={own.pass}>
      <span>Pass {at + 1}</span>
      <Select
        aria-label={`Cases of ${name}`}
        allowDeselect={false}
        disabled={isFirst}
        data={[
          { value: "all", label: "all cases" },
          { value: "random subset", label: "a random subset" },
        ]}
        value={cases.of}
        onChange={(of) => onChange({ ...pass, cases: of === "random subset" ? { of, size: 10 } : { of: "all" } })}
      />
      {cases.of === "random subset" ? (
        <NumberField
          aria-label={`Number of cases of ${name}`}
          min={1}
          allowDecimal={false}
          value={cases.size}
          onChange={(size) => onChange({ ...pass, cases: { of: "random subset", size } })}
        />
      ) : (
        <span />
      )}
      <MultiSelect
        size="xs"
        aria-label={`Readers of ${name}`}
        placeholder={readers === "all" ? "all readers" : undefined}
        data={Array.from({ length: Math.min(readerCount, mostReaders) }, (_, index) => ({
          value: String(index + 1),
          label: `reader ${index + 1}`,
        }))}
        value={readers === "all" ? [] : readers.map(String)}
        onChange={(chosen) => onChange({ ...pass, readers: chosen.length === 0 ? "all" : chosen.map(Number).toSorted((a, b) => a - b) })}
      />
      {isFirst ? (
        <span />
      ) : (
        <TextInput
          aria-label={`Washout before ${name}`}
          title={
            washout === null || durationProblem(washout) !== undefined
              ? "As ISO 8601 writes it: P2M, P8W, P14D, PT12H"
              : `${washoutInWords(washout)} at least`
          }
          placeholder="P2M"
          error={washout !== null && durationProblem(washout) !== undefined}
          value={washout ?? ""}
          autoComplete="off"
          onChange={(event) =>
            onChange({ ...pass, washout: event.currentTarget.value.trim() === "" ? null : event.currentTarget.value.trim() })
          }
        />
      )}
      {isFirst ? (
        <span />
      ) : (
        <Checkbox
          label="new codes"
          checked={hasNewCodes}
          onChange={(event) => onChange({ ...pass, hasNewCodes: event.currentTarget.checked })}
        />
      )}
      {isFirst ? (
        <span />
      ) : (
        <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      )}
    </div>
  );
}
