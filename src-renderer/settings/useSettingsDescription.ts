import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SettingsDescription } from "#shared/api/setting.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { trpc } from "../client/client.ts";
import { plainWords } from "../client/plainWords.ts";

/** Pauses between key presses are shorter. */
const pauseMs = 150;

/** What settings amount to. While others are asked about, the last answer stays. `isEnabled`: false where they cannot be used as they stand. */
export function useSettingsDescription(
  settings: ExtractionSettings,
  isEnabled = true,
): { readonly description: SettingsDescription | undefined; readonly error: string | null; readonly isCurrent: boolean } {
  const [settled] = useDebouncedValue(settings, pauseMs);
  const { data, error, isPlaceholderData } = useQuery(
    trpc.setting.describe.queryOptions({ settings: settled }, { enabled: isEnabled, placeholderData: keepPreviousData, retry: false }),
  );
  return {
    description: data,
    error: error && isEnabled ? plainWords(error) : null,
    isCurrent: isEnabled && !isPlaceholderData && settled === settings,
  };
}
