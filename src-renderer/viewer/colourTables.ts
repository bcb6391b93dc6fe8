/**
 * Colours for maps of numbers, as evenly spaced steps from the lowest value to the highest. Viridis and Inferno (van der Walt and Smith for
 * matplotlib, CC0) are perceptually
 * uniform; purple to orange is ColorBrewer's PuOr (Cynthia Brewer). Readers without red or green cones can tell the colours of each of them apart.
 */
const steps = {
  viridis:
    "440154 470d60 48186a 482374 472d7b 453681 424086 3f4989 3b528b 375a8d 33638d 2f6a8e 2c728e 297a8e 26818e 23898e 21908c 1f988b 1f9f88 " +
    "21a685 28ae80 31b57b 3ebc74 4cc26c 5dc963 6ece58 82d34c 96d83f abdc32 c0df24 d5e21a eae51a fde725",
  inferno:
    "000004 040312 0b0724 150b37 210c4a 2e0a5a 3c0965 4a0c6b 57106d 63146e 70196e 7d1e6d 89226a 962766 a32b61 af315c bb3755 c63e4d d14644 " +
    "db4f3b e35932 eb6528 f1711e f67f14 f98d0a fb9c06 fcab0f fbba1f f9ca32 f5d949 f2e865 f3f586 fcffa4",
  grey: "000000 ffffff",
  diverging: "2d004b 542788 8073ac b2abd2 d8daeb f7f7f7 fee0b6 fdb863 e08214 b35806 7f3b08",
} as const;

export type ColourTable = keyof typeof steps;

/** What they are called, the default first. */
export const colourTables: ReadonlyArray<{ readonly value: ColourTable; readonly label: string }> = [
  { value: "viridis", label: "Viridis" },
  { value: "inferno", label: "Inferno" },
  { value: "grey", label: "Grey" },
  { value: "diverging", label: "Purple to orange, diverging" },
];

/** The 256 colours of a table, RGB: between its steps, in proportion. */
export function coloursOf(table: ColourTable): Uint8Array {
  const corners = steps[table].split(" ").map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  return Uint8Array.from({ length: 768 }, (_, at) => {
    const place = (Math.floor(at / 3) / 255) * (corners.length - 1);
    const before = Math.min(corners.length - 2, Math.floor(place));
    const share = place - before;
    return Math.round(corners[before]![at % 3]! * (1 - share) + corners[before + 1]![at % 3]! * share);
  });
}

/** A table as a CSS gradient, from the bottom up or to the right. */
export function gradientOf(table: ColourTable, direction: "to top" | "to right"): string {
  return `linear-gradient(${direction}, ${steps[table]
    .split(" ")
    .map((hex) => `#${hex}`)
    .join(", ")})`;
}
