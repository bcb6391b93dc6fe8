import { Group, Select } from "@mantine/core";
import { useState } from "react";
import { layouts } from "#shared/domain/layout.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { AddByName } from "./AddByName.tsx";
import { within, type ErrorAt } from "./errorAt.ts";
import { freeId } from "./levelsNamed.ts";
import { movedEarlier } from "./moved.ts";
import { newRole } from "./newRegion.ts";
import { layoutInWords } from "./protocolWords.ts";
import { RoleFields } from "./RoleFields.tsx";
import own from "./Protocol.module.css";

interface Props {
  readonly region: Region;
  /** Which series there are stays as it is. */
  readonly isAmending: boolean;
  readonly errorAt: ErrorAt;
  readonly onChange: (region: Region) => void;
}

/** The series of a region, and how they are shown at the start. */
export function SeriesFields({ region, isAmending, errorAt, onChange }: Props) {
  const { name, roles, levels, start } = region;
  const [open, setOpen] = useState<string | null>(null);
  const setRoles = (next: Region["roles"]) => onChange({ ...region, roles: next });
  const addRole = (roleName: string) => {
    const id = freeId(roleName, new Set(roles.map((role) => role.id)), "series");
    setRoles([...roles, newRole(id, roleName)]);
    setOpen(id);
  };
  return (
    <fieldset className={own.region}>
      <legend>Series, in the order of their places on the desk</legend>
      {roles.map((role, at) => (
        <RoleFields
          key={role.id}
          region={region}
          at={at}
          isAmending={isAmending}
          isOpen={open === role.id}
          errorAt={within(errorAt, "roles", at)}
          onOpen={(isOpen) => setOpen(isOpen ? role.id : null)}
          onChange={(next) => setRoles(roles.map((each, index) => (index === at ? next : each)))}
          onEarlier={() => setRoles(movedEarlier(roles, at))}
          onRemove={() => setRoles(roles.filter((_, index) => index !== at))}
        />
      ))}
      {!isAmending && roles.length < 8 && <AddByName label={`Name of another series of ${name}`} does="Add a series" onAdd={addRole} />}
      <Group align="flex-end">
        <Select
          label="Layout at the start"
          allowDeselect={false}
          data={layouts.map((layout) => ({ value: layout, label: layoutInWords(layout) }))}
          value={start.layout}
          onChange={(layout) => layout && onChange({ ...region, start: { ...start, layout } })}
        />
        <Select
          label="Level at the start"
          allowDeselect={false}
          disabled={levels.length === 0}
          data={[
            { value: "", label: levels.length === 0 ? "the middle slice" : "the first one" },
            ...levels.map((level) => ({ value: level.id, label: level.name })),
          ]}
          value={start.level ?? ""}
          onChange={(level) => onChange({ ...region, start: { ...start, level: level === "" ? null : level } })}
        />
      </Group>
    </fieldset>
  );
}
