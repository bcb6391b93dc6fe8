import { Button, FileButton, Select } from "@mantine/core";
import { IconDeviceFloppy, IconFileDownload, IconFileUpload, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import type { SavedSettings } from "#shared/api/setting.ts";
import { presets } from "./presets.ts";
import { isChanged, type SettingsDraft, type SettingsOrigin } from "./settingsDraft.ts";
import classes from "./SettingsSheet.module.css";

interface Props {
  readonly draft: SettingsDraft;
  readonly saved: readonly SavedSettings[];
  /** False where a field must be corrected first. */
  readonly isUsable: boolean;
  readonly onStart: (origin: SettingsOrigin) => void;
  readonly onSave: () => void;
  readonly onSaveAs: () => void;
  readonly onRemove: () => void;
  readonly onOpenFile: (file: File) => void;
  readonly onSaveFile: () => void;
}

/** Where the settings come from and where they are kept: names, presets, files. */
export function SheetHead({ draft, saved, isUsable, onStart, onSave, onSaveAs, onRemove, onOpenFile, onSaveFile }: Props) {
  const resetRef = useRef<() => void>(null);
  const { origin } = draft;
  const changed = isChanged(draft);
  const isSaved = origin.kind === "saved";
  const origins: SettingsOrigin[] = [
    ...presets.map(({ name, settings }) => ({ kind: "preset", name, settings }) as const),
    ...saved.map(({ name, settings }) => ({ kind: "saved", name, settings }) as const),
    ...(origin.kind === "file" || origin.kind === "in use" ? [origin] : []),
  ];
  const keyOf = ({ kind, name }: SettingsOrigin) => `${kind} ${name}`;
  const items = (...kinds: Array<SettingsOrigin["kind"]>) =>
    origins.filter(({ kind }) => kinds.includes(kind)).map((one) => ({ value: keyOf(one), label: one.name }));
  const groups = [
    { group: "Now", items: items("in use", "file") },
    { group: "Saved", items: items("saved") },
    { group: "To start from", items: items("preset") },
  ].filter((group) => group.items.length > 0);
  return (
    <div className={classes.head}>
      <Select
        className={classes.start}
        aria-label="Settings"
        allowDeselect={false}
        data={groups}
        value={keyOf(origin)}
        maxDropdownHeight={420}
        onChange={(key) => {
          const chosen = origins.find((one) => keyOf(one) === key);
          if (chosen) onStart(chosen);
        }}
      />
      <span className={classes.state} data-changed={changed || undefined} data-testid="settings-state">
        {changed ? "changed" : isSaved ? "saved" : origin.kind === "in use" ? "in use" : "unchanged"}
      </span>
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={14} />}
        disabled={!isUsable || !isSaved || !changed}
        title="Save under the same name"
        onClick={onSave}
      >
        Save
      </Button>
      <Button variant="default" disabled={!isUsable} onClick={onSaveAs}>
        Save as…
      </Button>
      <Button
        variant="default"
        px={8}
        aria-label="Delete the saved settings"
        title="Delete the saved settings"
        disabled={!isSaved}
        onClick={onRemove}
      >
        <IconTrash size={14} />
      </Button>
      <span className={classes.space} />
      <FileButton
        resetRef={resetRef}
        accept=".yaml,.yml,.json"
        onChange={(file) => {
          if (file) onOpenFile(file);
          resetRef.current?.();
        }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconFileUpload size={14} />}
            title="A PyRadiomics parameter file (YAML or JSON); or drop it on this sheet"
          >
            Open file…
          </Button>
        )}
      </FileButton>
      <Button
        variant="default"
        leftSection={<IconFileDownload size={14} />}
        disabled={!isUsable}
        title="As a PyRadiomics parameter file (YAML)"
        onClick={onSaveFile}
      >
        Save file
      </Button>
    </div>
  );
}
