import type { PassedRegistration } from "#shared/api/segmentationCopy.ts";

/** Through which registrations something is carried: "Through the accepted registration of water to T1 (recipe “myopathy”)". Blinded readers are told no more than that. */
export function carriedInWords({ through }: { readonly through: readonly PassedRegistration[] }): string {
  if (through.length === 0) return "Through an accepted registration";
  const each = through.map(
    ({ moving, fixed, recipeName, isToFixed }) => `of ${moving} to ${fixed}${isToFixed ? "" : ", inverted"} (recipe “${recipeName}”)`,
  );
  return `Through the accepted registration ${each.join(", then ")}`;
}
