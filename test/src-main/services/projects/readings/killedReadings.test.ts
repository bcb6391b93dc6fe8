import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { builtProgram, killReadings } from "./killedReadings.ts";

/** scripts/kill-readings.ts asks for more than the two of every run. */
const [kills, seed] = [Number(process.env["FASCICLE_KILLS"] ?? 2), Number(process.env["FASCICLE_SEED"] ?? 1)];
const isByHand = kills > 2;
// The sources otherwise: what was built may be of others.
const program = isByHand && existsSync(builtProgram) ? { program: builtProgram } : {};

test(
  `nothing that the door answered is lost in readings whose program is killed with SIGKILL: ${kills} times`,
  async () => {
    const cases = Math.ceil(kills / 2);
    const onKill = (kill: number) => isByHand && console.log(`kill ${kill} of ${kills}`);
    const figures = await killReadings({ cases, kills, seed, ...program, onKill });
    if (isByHand) console.log(figures);
    expect(figures).toMatchObject({ readings: 2 * cases, kills, submissions: 2 * cases });
    // 8 strokes and 4 of a copy in each of two regions, 34 muscles; what was drawn or answered before a kill comes again.
    expect(figures.strokes).toBeGreaterThanOrEqual(24 * 2 * cases);
    expect(figures.answers).toBeGreaterThanOrEqual(34 * 2 * cases);
  },
  isByHand ? 3_600_000 : undefined,
);
