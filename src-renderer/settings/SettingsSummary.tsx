import { Button, Text } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { useState } from "react";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { formatCounted } from "../ui/format.ts";
import { settingsInWords } from "./imageTypeWords.ts";
import { SettingsSheet } from "./SettingsSheet.tsx";
import { useSettingsDescription } from "./useSettingsDescription.ts";
import classes from "./SettingsSummary.module.css";

interface Props {
  /** What is said in words. */
  readonly settings: ExtractionSettings;
  /** What the sheet edits, where that is not all of them. */
  readonly edited?: ExtractionSettings;
  readonly onChange: (settings: ExtractionSettings) => void;
  readonly isDisabled?: boolean;
}

/** What will be measured, in words, and the way to change it. */
export function SettingsSummary({ settings, edited = settings, onChange, isDisabled = false }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { description, error } = useSettingsDescription(settings);
  return (
    <div className={classes.summary}>
      <div className={classes.words} data-testid="settings-summary">
        <Text size="sm">{settingsInWords(settings)}</Text>
        {error ? (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {description ? (
              <>
                {formatCounted(description.featureCount, "feature", "features")}, hash{" "}
                <span title={description.settingsHash}>{description.settingsHash.slice(0, 8)}…</span>
              </>
            ) : (
              "…"
            )}
            {description && description.warnings.length > 0 && (
              <span className={classes.warning} title={description.warnings.join("\n")}>
                , {formatCounted(description.warnings.length, "note", "notes")}
              </span>
            )}
          </Text>
        )}
      </div>
      <Button variant="default" leftSection={<IconAdjustments size={14} />} disabled={isDisabled} onClick={() => setOpen(true)}>
        Settings…
      </Button>
      {isOpen && <SettingsSheet settings={edited} onUse={onChange} onClose={() => setOpen(false)} />}
    </div>
  );
}
