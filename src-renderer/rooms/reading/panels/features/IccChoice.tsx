import { Group, Select, Text } from "@mantine/core";
import { settingsHashDiffers, type ChosenStudy } from "./studyIcc.ts";

interface Props {
  readonly study: ChosenStudy;
  /** Of the values on show. */
  readonly settingsHash: string | null;
}

/** Chooses the study whose ICCs stand beside the values; nothing where the reader coordinates none. */
export function IccChoice({ study, settingsHash }: Props) {
  const { projects, projectId, roles, role, error, choose, chooseRole } = study;
  if (projects.length === 0) return null;
  return (
    <div>
      <Group gap={6} wrap="nowrap">
        <Select
          flex={1}
          aria-label="Study whose ICC stands beside the values"
          placeholder="ICC of a study"
          clearable
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId}
          onChange={choose}
        />
        {roles.length > 1 && (
          <Select
            flex={1}
            aria-label="Region and role of the study"
            allowDeselect={false}
            data={roles.map(({ words }, at) => ({ value: String(at), label: words }))}
            value={role && String(roles.indexOf(role))}
            onChange={(at) => at !== null && chooseRole(roles[Number(at)]!)}
          />
        )}
      </Group>
      {error !== null && (
        <Text size="xs" c="dimmed" role="note">
          {error}
        </Text>
      )}
      {settingsHashDiffers(role, settingsHash) && (
        <Text size="xs" c="var(--warning)" role="note">
          The study measures with other settings than these values were measured with: its ICCs are of other numbers.
        </Text>
      )}
    </div>
  );
}
