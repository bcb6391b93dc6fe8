import { grow } from "../../src-renderer/drawing/effects/grow.ts";
import { islands } from "../../src-renderer/drawing/effects/islands.ts";
import { margin } from "../../src-renderer/drawing/effects/margin.ts";
import { shrink } from "../../src-renderer/drawing/effects/shrink.ts";
import { smooth } from "../../src-renderer/drawing/effects/smooth.ts";
import { fillAllHoles } from "../../src-renderer/drawing/effects/fillAllHoles.ts";
import { firstValues, ran, type Effect, type EffectValues } from "../../src-renderer/drawing/effect.ts";
import { paintOverAll, withinRules } from "../../src-shared/domain/drawing/paintRules.ts";
import { areSameBytes } from "../../src-shared/domain/wideBytes.ts";

/**
 * What effects take on all slices of 512 x 512 x 40 voxels with 22 segments, slice by slice and in 3D, with the rules of painting: work of the processor, so
 * that other programs make no difference. A preview comes so long after what it is of; the window is not held up. The aim is 100 ms.
 */
const size = [512, 512, 40] as const;
const labels = new Uint8Array(size[0] * size[1] * size[2]);
for (let k = 0, index = 0; k < size[2]; k++) {
  for (let j = 0; j < size[1]; j++) {
    for (let i = 0; i < size[0]; i++, index++) {
      const limb = i < 256 ? 0 : 1;
      const [dx, dy] = [i - (limb === 0 ? 128 : 384), j - 256];
      const radius = Math.hypot(dx, dy);
      if (radius > 115 - k / 2 || radius < 12) continue;
      const turn = (Math.atan2(dy, dx) + Math.PI) / (2 * Math.PI);
      labels[index] = 1 + 11 * limb + (radius < 55 ? Math.floor(turn * 3.999) : 4 + Math.floor(turn * 6.999));
    }
  }
}
const other = labels.map((label) => Number(label === 3));
const segments = Array.from({ length: 22 }, (_, at) => at + 1);
const tasks: ReadonlyArray<readonly [Effect, EffectValues]> = [
  [grow, {}],
  [shrink, {}],
  [margin, { to: 3 }],
  [smooth, { method: "median" }],
  [smooth, { method: "closing" }],
  [smooth, { method: "joint" }],
  [islands, {}],
  [fillAllHoles, {}],
];
for (const [effect, values] of tasks) {
  for (const is3D of effect.has3D ? [false, true] : [false]) {
    const times = [0, 1, 2].map(() => {
      const start = process.cpuUsage();
      const wanted = ran(effect, {
        labels,
        grid: { size, spacingMm: [0.8, 0.8, 5] },
        is3D,
        segment: 5,
        segments,
        fixed: new Set(),
        values: { ...firstValues(effect), ...values },
        other: { mask: other, number: 3 },
        added: [],
      });
      for (let k = 0; k < size[2]; k++) {
        const [from, to] = [k * size[0] * size[1], (k + 1) * size[0] * size[1]];
        if (areSameBytes(labels.subarray(from, to), wanted.subarray(from, to))) continue;
        withinRules(labels.subarray(from, to), wanted.subarray(from, to), { locked: new Set(), rule: paintOverAll }, null);
      }
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    const kind = Object.values(values).join(" ");
    console.log(
      `${effect.name}${kind === "" ? "" : ` (${kind})`}, ${is3D ? "3D" : "slice by slice"}: ${Math.min(...times).toFixed(0)} ms of the 100 ms allowed`,
    );
  }
}
