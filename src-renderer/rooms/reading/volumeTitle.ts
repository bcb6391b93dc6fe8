import type { VolumeOnDesk } from "./desk.ts";

/** A volume by its series' number and description: "4 T1 TSE tra, water". */
export function volumeTitle(found: VolumeOnDesk | null | undefined): string {
  if (!found) return "Another volume";
  const {
    series: { seriesNumber, description, modality },
    volume: { label },
  } = found;
  return `${[seriesNumber, description || modality].filter((part) => part !== null && part !== "").join(" ")}${label && `, ${label}`}`;
}
