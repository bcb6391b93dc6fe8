import { Group, MultiSelect, Select, Checkbox } from "@mantine/core";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { iccForms } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import { weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import type { ErrorAt } from "./errorAt.ts";
import own from "./Protocol.module.css";

type Agreement = Protocol["agreement"];
type Filter = NonNullable<Agreement["featureFilter"]>;

interface Props {
  readonly agreement: Agreement;
  readonly errorAt: ErrorAt;
  readonly onChange: (agreement: Agreement) => void;
}

const firstFilter: Filter = { threshold: 0.75, by: "value", comparisons: ["between readers"], computedOn: "all cases" };

/** How it is measured how well readers agree, which features count as stable, and of which cases a consensus is made. */
export function AgreementFields({ agreement, errorAt, onChange }: Props) {
  const { icc, confidence, kappaWeightings, featuresPer = [], featureFilter: filter, adjudication } = agreement;
  const change = (part: Partial<Agreement>) => onChange({ ...agreement, ...part });
  const changeFilter = (part: Partial<Filter>) => change({ featureFilter: { ...firstFilter, ...filter, ...part } });
  return (
    <>
      <fieldset className={own.region}>
        <legend>Measures</legend>
        <Group grow align="flex-start">
          <Select
            label="ICC between readers"
            allowDeselect={false}
            data={[...iccForms]}
            value={icc.betweenReaders}
            onChange={(form) => form && change({ icc: { ...icc, betweenReaders: form } })}
          />
          <Select
            label="ICC within a reader"
            allowDeselect={false}
            data={[...iccForms]}
            value={icc.withinReader}
            onChange={(form) => form && change({ icc: { ...icc, withinReader: form } })}
          />
          <MultiSelect
            size="xs"
            label="ICC shown beside"
            data={[...iccForms]}
            value={icc.beside}
            onChange={(beside) => change({ icc: { ...icc, beside } })}
          />
        </Group>
        <Group grow align="flex-start">
          <NumberField
            label="Confidence of intervals"
            min={0.5}
            max={0.999}
            step={0.01}
            clampBehavior="none"
            error={errorAt("confidence")}
            value={confidence}
            onChange={(value) => change({ confidence: value })}
          />
          <MultiSelect
            size="xs"
            label="Weights of kappa"
            error={errorAt("kappaWeightings")}
            data={[...weightings]}
            value={kappaWeightings}
            onChange={(chosen) => change({ kappaWeightings: chosen })}
          />
          <MultiSelect
            size="xs"
            label="Features also of each"
            placeholder={featuresPer.length === 0 ? "whole drawings alone" : ""}
            data={["level", "segment", "side"] satisfies Agreement["featuresPer"]}
            value={featuresPer}
            onChange={(chosen) => {
              const { featuresPer: _, ...rest } = agreement;
              onChange(chosen.length === 0 ? rest : { ...rest, featuresPer: chosen });
            }}
          />
        </Group>
      </fieldset>
      <fieldset className={own.region}>
        <legend>Stable features</legend>
        <Checkbox
          label="Features that readers do not agree on are left out"
          checked={filter !== null}
          onChange={(event) => change({ featureFilter: event.currentTarget.checked ? firstFilter : null })}
        />
        {filter && (
          <Group grow align="flex-start">
            <NumberField
              label="ICC, at least"
              min={0}
              max={1}
              step={0.05}
              clampBehavior="none"
              error={errorAt("featureFilter", "threshold")}
              value={filter.threshold}
              onChange={(threshold) => changeFilter({ threshold })}
            />
            <Select
              label="Reached by"
              allowDeselect={false}
              data={["value", "lower limit"] satisfies Filter["by"][]}
              value={filter.by}
              onChange={(by) => by && changeFilter({ by })}
            />
            <MultiSelect
              size="xs"
              label="Compared"
              error={errorAt("featureFilter", "comparisons")}
              data={["between readers", "within reader"] satisfies Filter["comparisons"]}
              value={filter.comparisons}
              onChange={(comparisons) => changeFilter({ comparisons })}
            />
            <Select
              label="Computed on"
              allowDeselect={false}
              data={["training cases", "all cases"] satisfies Filter["computedOn"][]}
              value={filter.computedOn}
              onChange={(computedOn) => computedOn && changeFilter({ computedOn })}
            />
          </Group>
        )}
      </fieldset>
      <fieldset className={own.region}>
        <legend>Cases of which a consensus is made</legend>
        <Group align="flex-start">
          <NumberField
            isOptional
            w={260}
            label="Grades apart by two readers, from"
            placeholder="no such rule"
            min={1}
            allowDecimal={false}
            clampBehavior="none"
            error={errorAt("adjudication", "gradeDifference")}
            value={adjudication.gradeDifference}
            onChange={(gradeDifference) => change({ adjudication: { ...adjudication, gradeDifference } })}
          />
          <NumberField
            isOptional
            w={260}
            label="Dice of a segment, below"
            placeholder="no such rule"
            min={0}
            max={1}
            step={0.05}
            clampBehavior="none"
            error={errorAt("adjudication", "diceBelow")}
            value={adjudication.diceBelow}
            onChange={(diceBelow) => change({ adjudication: { ...adjudication, diceBelow } })}
          />
        </Group>
      </fieldset>
    </>
  );
}
