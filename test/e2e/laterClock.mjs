// Loaded before the program: its clock, and the time for which the machine has been running, are ahead by TEST_CLOCK_AHEAD_MS.
import os from "node:os";
import { syncBuiltinESMExports } from "node:module";

const aheadMs = Number(process.env.TEST_CLOCK_AHEAD_MS);
const { now } = Date;
const { uptime } = os;
Date.now = () => now() + aheadMs;
globalThis.Date = class extends Date {
  constructor(...parts) {
    if (parts.length === 0) super(now() + aheadMs);
    else super(...parts);
  }
};
os.uptime = () => uptime() + aheadMs / 1000;
syncBuiltinESMExports();
