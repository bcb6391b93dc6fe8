import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { createJobs } from "../../../../../src-main/services/jobs/index.ts";
import { createPackets } from "../../../../../src-main/services/projects/packets/createPackets.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { openStudy, studyProtocol, type RunningStudy } from "../readings/runningStudy.ts";

let study: RunningStudy;
/** Two muscles, one of each region: an answer is a synced write. */
const forms = studyProtocol().forms.map((form) => ({
  ...form,
  muscles: ["thigh", "calf"].map((of) => form.muscles.find(({ region }) => region === of)!),
}));
beforeAll(async () => {
  study = await openStudy({ forms });
  const { projects, readings, coordinator, reader1, id } = study;
  projects.start(coordinator, id);
  for (const _ of [1, 2]) {
    const { readingId } = readings.own(reader1)[0]!.next!;
    readings.open(reader1, readingId);
    await study.drawAll(reader1, readingId);
    study.answerAll(reader1, readingId);
    await readings.submit(reader1, readingId, { passphrase: "right passphrase", meaning: "I have read this case independently" });
  }
}, 120_000);
afterAll(() => study.close());

test("a pass whose cases are out in a packet is not made anew: the packet is named, and is called back first", async () => {
  const { projects, readings, store, volumes, coordinator, id } = study;
  const jobs = createJobs(store);
  const packets = createPackets({ store, volumes, keys: createReaders(store).keys, jobs });
  const path = join(temporaryFolder(), "two.packet");
  const request = { readerNumber: 1, path, passphrase: () => Promise.resolve("of this packet"), knowsOfHeads: true };
  await jobs.finished(await packets.startExport(coordinator, id, request));
  expect(packets.list(coordinator, id)).toMatchObject([{ pass: 2, state: "out" }]);
  const protocol = projects.protocol(coordinator, id);
  const [first, second] = protocol.passes;
  const agreement = { ...protocol.agreement, featureFilter: null };
  const amend = (passes: Protocol["passes"], isDryRun = false) =>
    projects.amend(coordinator, id, { protocol: { ...protocol, passes, agreement }, reason: "As the pilot showed", isDryRun });
  const all = () => readings.list(coordinator, id).map(({ readingId }) => readingId);
  const before = [all(), projects.log(coordinator, id).length];
  const subset = { ...second!, cases: { of: "random subset" as const, size: 1 } };
  const others = [[first!, subset], [first!, { ...second!, hasNewCodes: false }], [first!, { ...second!, readers: [2] }], [first!]];
  for (const passes of others)
    for (const isDryRun of [true, false])
      expect(() => amend(passes, isDryRun)).toThrow(
        /pass 2: packet 1, written on .* UTC for reader 1, is out with cases of this pass\. Call it back first/,
      );
  expect([all(), projects.log(coordinator, id).length]).toEqual(before);
  // What leaves the readings of the packet as they are is amended all the same.
  expect(amend([first!, { ...second!, readers: "all" }], true)).toMatchObject({ takenBack: 0, made: 2 });
  packets.callBack(coordinator, id, 1, "The pass is planned anew");
  expect(amend([first!, subset])).toMatchObject({ version: 2, takenBack: 2, made: 1 });
  expect(projects.verify(id).fault).toBeNull();
});
