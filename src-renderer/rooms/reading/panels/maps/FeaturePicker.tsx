import { Checkbox, Pill, TextInput, Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { featureWords, partsOf, shortName } from "#shared/domain/featureNames.ts";
import { findFeatures } from "./mapChoice.ts";
import classes from "./MapsPanel.module.css";

interface Props {
  readonly documentation: readonly FeatureDocumentation[];
  readonly chosen: readonly string[];
  readonly isDisabled: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** The features that have maps, to be searched and ticked; each explains itself under the mouse. */
export function FeaturePicker({ documentation, chosen, isDisabled, onChange }: Props) {
  const [search, setSearch] = useState("");
  const groups = useMemo(() => findFeatures(documentation, search), [documentation, search]);
  return (
    <fieldset className={classes.group} disabled={isDisabled}>
      <legend>Features</legend>
      {chosen.length > 0 && (
        <ul className={classes.chosen} aria-label="Chosen features">
          {chosen.map((name) => (
            <li key={name}>
              <Pill
                withRemoveButton
                disabled={isDisabled}
                removeButtonProps={{ "aria-label": `Do not map ${shortName(name)}` }}
                onRemove={() => onChange(chosen.filter((other) => other !== name))}
              >
                {shortName(name)}
              </Pill>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        aria-label="Search features for maps"
        placeholder="Search name or meaning"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.features}>
        {groups.map(({ title, features }) => (
          <ul key={title} aria-label={title}>
            <li className={classes.class}>{title}</li>
            {features.map((entry) => (
              <Tooltip key={entry.name} label={<Explanation entry={entry} />} position="left" maw={420} withinPortal>
                <li>
                  <Checkbox
                    label={featureWords(partsOf(entry.name).feature)}
                    checked={chosen.includes(entry.name)}
                    disabled={isDisabled}
                    onChange={(event) =>
                      onChange(event.currentTarget.checked ? [...chosen, entry.name] : chosen.filter((name) => name !== entry.name))
                    }
                  />
                </li>
              </Tooltip>
            ))}
          </ul>
        ))}
        {groups.length === 0 && <p className={classes.none}>No feature fits this search. Shape features have no maps.</p>}
      </div>
    </fieldset>
  );
}

function Explanation({ entry }: { entry: FeatureDocumentation }) {
  return (
    <div className={classes.explanation}>
      <p>{entry.meaning}</p>
      <code>{entry.formula}</code>
      {entry.edge && <p>{entry.edge}</p>}
      <p>IBSI: {entry.ibsi}</p>
    </div>
  );
}
