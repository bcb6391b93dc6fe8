import { Button, Checkbox, Group, Select, TagsInput, TextInput } from "@mantine/core";
import type { Region, Role } from "#shared/domain/project/region.ts";
import { SettingsSummary } from "../../../settings/SettingsSummary.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import type { ErrorAt } from "./errorAt.ts";
import { EntryActions } from "./EntryActions.tsx";
import { extractionInWords, ruleInWords, windowInWords } from "./protocolWords.ts";
import own from "./Protocol.module.css";

interface Props {
  readonly region: Region;
  /** Of the role in the region, from 0. */
  readonly at: number;
  /** Which series there are, and what they are for, stays as it is. */
  readonly isAmending: boolean;
  readonly isOpen: boolean;
  readonly errorAt: ErrorAt;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onChange: (role: Role) => void;
  readonly onEarlier: () => void;
  readonly onRemove: () => void;
}

const lists = [
  { key: "descriptionHas", label: "The description holds", help: "Each of these; a word and Enter." },
  { key: "descriptionLacks", label: "The description lacks", help: "None of these stands in it." },
  { key: "imageTypeHas", label: "Image type has", help: "Each is a value of (0008,0008)." },
] as const satisfies readonly { readonly key: keyof Role["rule"]; readonly label: string; readonly help: string }[];

/** One series of a region: its name, what it is for, how it is found, its window at the start, and how features are extracted on it. */
export function RoleFields({ region, at, isAmending, isOpen, errorAt, onOpen, onChange, onEarlier, onRemove }: Props) {
  const role = region.roles[at]!;
  const name = `${role.name} of ${region.name}`;
  const { rule, window, extraction } = role;
  const change = (part: Partial<Role>) => onChange({ ...role, ...part });
  return (
    <fieldset className={own.role} aria-label={name}>
      <div className={own.entry}>
        <span>
          <strong>{role.name}</strong>
          <span className={own.quiet}>
            {` ${role.use}; ${ruleInWords(rule)}; window ${windowInWords(role)}; ${extractionInWords(role)}`}
          </span>
        </span>
        <Button
          variant="default"
          size="compact-xs"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? "Close" : "Change"} ${name}`}
          onClick={() => onOpen(!isOpen)}
        >
          {isOpen ? "Close" : "Change…"}
        </Button>
        {!isAmending && (
          <EntryActions name={name} isFirst={at === 0} isNeeded={region.roles.length === 1} onEarlier={onEarlier} onRemove={onRemove} />
        )}
      </div>
      {isOpen && (
        <>
          <Group grow align="flex-start">
            <TextInput
              label="Name, which readers see"
              error={errorAt("name")}
              value={role.name}
              autoComplete="off"
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <Select
              label="What it is for"
              allowDeselect={false}
              disabled={isAmending}
              error={errorAt("use")}
              data={["drawn on", "copied to", "shown beside"] satisfies Role["use"][]}
              value={role.use}
              onChange={(use) => use && change({ use, ...(use === "shown beside" ? { extraction: null } : {}) })}
            />
            <Select
              label="Slices lie"
              allowDeselect={false}
              data={[
                { value: "any", label: "in any way" },
                { value: "axial", label: "axial" },
                { value: "sagittal", label: "sagittal" },
                { value: "coronal", label: "coronal" },
              ]}
              value={rule.plane ?? "any"}
              onChange={(plane) => plane && change({ rule: { ...rule, plane: plane === "any" ? null : plane } })}
            />
          </Group>
          <Group grow align="flex-start">
            {lists.map(({ key, label, help }) => (
              <TagsInput
                key={key}
                size="xs"
                label={label}
                description={help}
                error={errorAt("rule", key)}
                value={rule[key]}
                onChange={(words) => change({ rule: { ...rule, [key]: words } })}
              />
            ))}
          </Group>
          <Group align="flex-start">
            <Select
              w={240}
              label="Window at the start"
              allowDeselect={false}
              data={["as in the file", "the same for every reader"]}
              value={window === null ? "as in the file" : "the same for every reader"}
              onChange={(kind) => change({ window: kind === "as in the file" ? null : (window ?? { center: 300, width: 600 }) })}
            />
            {window !== null && (
              <>
                <NumberField
                  w={130}
                  label="Centre (level)"
                  error={errorAt("window", "center")}
                  value={window.center}
                  onChange={(center) => change({ window: { ...window, center } })}
                />
                <NumberField
                  w={130}
                  label="Width"
                  error={errorAt("window", "width")}
                  value={window.width}
                  onChange={(width) => change({ window: { ...window, width } })}
                />
              </>
            )}
          </Group>
          {role.use !== "shown beside" && (
            <>
              <Checkbox
                label="Features are extracted of what is drawn on it"
                checked={extraction !== null}
                onChange={(event) => change({ extraction: event.currentTarget.checked ? otherExtraction(region) : null })}
              />
              {extraction !== null && <SettingsSummary settings={extraction} onChange={(next) => change({ extraction: next })} />}
            </>
          )}
        </>
      )}
    </fieldset>
  );
}

/** Those of another series of the region, as two series are compared by the same features; the program's where there are none. */
const otherExtraction = ({ roles }: Region): Role["extraction"] => roles.find(({ extraction }) => extraction !== null)?.extraction ?? {};
