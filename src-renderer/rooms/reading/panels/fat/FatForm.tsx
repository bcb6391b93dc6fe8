import { Button, Select, Text, TextInput } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import type { FatSeries } from "#shared/api/fat.ts";
import { fatRoleNames } from "#shared/domain/fat/fatRoles.ts";
import { methodNames, rolesOfMethod, type FatChoice } from "./fatChoice.ts";
import classes from "./FatPanel.module.css";

interface Props {
  readonly series: readonly FatSeries[];
  readonly choice: FatChoice;
  readonly isDisabled: boolean;
  readonly onChange: (choice: FatChoice) => void;
}

/** What each method says, and where it ends. */
const aboutMethod: Readonly<Record<FatChoice["kind"], string>> = {
  "fat and water": "fat / (fat + water), voxel by voxel. A signal fat fraction, not a PDFF.",
  phases: "(IP − OP) / (2 IP), voxel by voxel: valid up to 50 % fat. A signal fat fraction, not a PDFF.",
  threshold: "Share of bright voxels, parted by Otsu's threshold within each segment.",
  mixture: "Share of bright voxels, parted by two normal classes within each segment.",
  area: "Cross-sectional areas, and volumes where slices are neighbours.",
};

/** How fat is measured, and on which series. */
export function FatForm({ series, choice, isDisabled, onChange }: Props) {
  const roles = rolesOfMethod[choice.kind];
  const data = series.map(({ volumeId, seriesNumber, description, fit }) => ({
    value: volumeId,
    label: `${seriesNumber === null ? "" : `#${seriesNumber} `}${description}${fit === "same" ? "" : " (other grid, sampled)"}`,
  }));
  const exchange = () => {
    const [first, second] = roles;
    if (first && second) onChange({ ...choice, roles: { ...choice.roles, [first]: choice.roles[second], [second]: choice.roles[first] } });
  };
  return (
    <section className={classes.form} aria-label="How fat is measured">
      <Select
        label="Method"
        allowDeselect={false}
        disabled={isDisabled}
        value={choice.kind}
        onChange={(kind) => kind && onChange({ ...choice, kind: kind as FatChoice["kind"] })}
        data={Object.entries(methodNames).map(([value, label]) => ({ value, label }))}
      />
      <Text size="xs" c="dimmed">
        {aboutMethod[choice.kind]}
      </Text>
      {roles.map((role) => (
        <Select
          key={role}
          label={fatRoleNames[role]}
          placeholder="Choose a series"
          disabled={isDisabled}
          value={choice.roles[role] ?? null}
          onChange={(volumeId) => onChange({ ...choice, roles: { ...choice.roles, [role]: volumeId ?? undefined } })}
          data={data}
        />
      ))}
      {roles.length === 2 && (
        <Button
          variant="default"
          size="compact-xs"
          disabled={isDisabled}
          leftSection={<IconArrowsExchange size={14} />}
          onClick={exchange}
          className={classes.exchange}
        >
          Exchange the two series
        </Button>
      )}
      {roles.length > 0 && (
        <TextInput
          label={choice.kind === "fat and water" ? "Noise limit, of fat + water" : "Noise limit"}
          placeholder={roles.length === 2 ? "From the background" : "None"}
          disabled={isDisabled}
          value={choice.noiseLimit}
          onChange={(event) => onChange({ ...choice, noiseLimit: event.currentTarget.value })}
        />
      )}
    </section>
  );
}
