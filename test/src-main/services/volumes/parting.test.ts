import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vector3 } from "#shared/domain/geometry.ts";
import type { FrameHeader } from "../../../../src-main/services/dicom/index.ts";
import { planVolumes } from "../../../../src-main/services/volumes/planVolumes.ts";
import { frame, instance } from "./madeInstances.ts";

/** A slice and the volume that its maker put it in. */
interface Made {
  readonly volume: number;
  readonly header: FrameHeader;
}

/** Plans slices in any order, their instance numbers shuffled too, and answers the volumes as sets of slices. */
function planned(made: readonly Made[], order: readonly number[]) {
  const plans = planVolumes(
    "1.1",
    "1.1.1",
    order.map((at, index) => instance(index + 1, [made[at]!.header])),
  );
  const slices = plans
    .map(({ frames }) =>
      frames
        .map(({ instance: { instanceId } }) => order[instanceId - 1]!)
        .toSorted((a, b) => a - b)
        .join(" "),
    )
    .toSorted();
  return { plans, slices };
}

function truth(made: readonly Made[]): string[] {
  return [...Map.groupBy(made.keys(), (at) => made[at]!.volume).values()]
    .map((slices) => slices.toSorted((a, b) => a - b).join(" "))
    .toSorted();
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const within = (low: number, high: number) => unit.map((share) => low + share * (high - low));
const shuffled = (count: number) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, index) => index),
    { minLength: count, maxLength: count },
  );

/** A rotation by a about z, then by b about the new x: row, column, normal. */
const rotations = fc.tuple(within(-1, 1), within(-1, 1)).map(([a, b]) => ({
  row: [Math.cos(a), Math.sin(a), 0] as Vector3,
  column: [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)] as Vector3,
  normal: [Math.sin(a) * Math.sin(b), -Math.cos(a) * Math.sin(b), Math.cos(b)] as Vector3,
}));
type Rotation = { row: Vector3; column: Vector3; normal: Vector3 };

function at({ row, column, normal }: Rotation, i: number, j: number, k: number): Vector3 {
  return [0, 1, 2].map((axis) => 7 + row[axis]! * i + column[axis]! * j + normal[axis]! * k) as unknown as Vector3;
}
const directions = ({ row, column }: Rotation): FrameHeader["orientation"] => [...row, ...column];
/** What scanners, anonymisers and workstations vary from slice to slice, none of it a second volume. */
const jitter = fc.record({
  repetitionTime: within(499, 501),
  flipAngle: within(89.9, 90.1),
  inversionTime: within(99, 101),
  acquisitionNumber: fc.integer({ min: 1, max: 99 }),
  acquisitionTime: within(0, 86_400),
  triggerTime: within(0, 900),
  gradientOrientation: fc.constantFrom<Vector3 | null>(null, [1, 0, 0], [0, 1, 0]),
});
const types = fc.constantFrom(
  ["ORIGINAL", "PRIMARY", "M", "ND"],
  ["DERIVED", "SECONDARY", "M", "ND"],
  ["ORIGINAL", "PRIMARY", "M", "ND", "", "DIS2D", "NORM"],
);

const oneStack = fc.tuple(rotations, within(0.4, 9), fc.integer({ min: 3, max: 40 })).chain(([rotation, stepMm, count]) =>
  fc.record({
    rotation: fc.constant(rotation),
    stepMm: fc.constant(stepMm),
    order: shuffled(count),
    given: fc.array(fc.tuple(jitter, types, within(8.5, 8.7), fc.constantFrom(0.78125, 0.7812, 0.781)), {
      minLength: count,
      maxLength: count,
    }),
  }),
);

describe("no attribute parts slices of which no two share a place", () => {
  it("any stack, with every attribute different from slice to slice, is one even volume", () => {
    fc.assert(
      fc.property(oneStack, ({ rotation, stepMm, order, given }) => {
        const made = given.map(([attributes, imageType, echoTime, edge], k): Made => ({
          volume: 0,
          header: frame(0, {
            ...attributes,
            imageType,
            echoTime,
            pixelSpacing: [edge, edge],
            orientation: directions(rotation),
            position: at(rotation, 0, 0, k * stepMm),
          }),
        }));
        const { plans, slices } = planned(made, order);
        expect(slices).toEqual(truth(made));
        expect(plans[0]!.volume.spacingMm[2]).toBeCloseTo(stepMm, 9);
        expect(plans[0]!.volume.isRegular).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

/**
 * Several volumes on overlapping ranges of places, each with its own value of one attribute, slices missing at random; every two that
 * follow each other share a place.
 */
const manyStacks = (values: fc.Arbitrary<ReadonlyArray<(share: number) => Partial<FrameHeader>>>) =>
  fc.tuple(rotations, within(0.4, 9), values).chain(([rotation, stepMm, given]) =>
    fc
      .tuple(
        ...given.map((value) =>
          fc
            .tuple(fc.integer({ min: -4, max: 4 }), fc.array(fc.tuple(unit, unit, jitter), { minLength: 12, maxLength: 12 }))
            .map(([from, slices]) => ({ value, from, slices })),
        ),
      )
      .map((volumes) =>
        volumes.flatMap(({ value, from, slices }, volume) =>
          slices.flatMap(([share, missing, attributes], index): Made[] => {
            // Place 5 is in every range.
            const k = from + index;
            return missing < 0.1 && k !== 5
              ? []
              : [
                  {
                    volume,
                    header: frame(0, {
                      ...attributes,
                      orientation: directions(rotation),
                      position: at(rotation, 0, 0, k * stepMm),
                      ...value(share),
                    }),
                  },
                ];
          }),
        ),
      )
      .chain((made) => shuffled(made.length).map((order) => ({ made, order }))),
  );

function counterexample(values: fc.Arbitrary<ReadonlyArray<(share: number) => Partial<FrameHeader>>>): string | null {
  const run = fc.check(
    fc.property(manyStacks(values), ({ made, order }) => planned(made, order).slices.join("|") === truth(made).join("|")),
    { numRuns: 100 },
  );
  return run.failed ? JSON.stringify(run.counterexample) : null;
}

const someOf = <Value>(...all: Value[]) => fc.shuffledSubarray(all, { minLength: 2, maxLength: Math.min(4, all.length) });

describe("what is several volumes stays several, however the slices are ordered, overlap, or are missing", () => {
  it("echoes whose times are not written alike", () => {
    expect(
      counterexample(
        someOf(2.3, 4.6, 8.6, 10, 20, 80, 81.5).map((times) =>
          times.map((time) => (share: number) => ({ echoTime: time * (1 + (share - 0.5) * 0.001) })),
        ),
      ),
    ).toBeNull();
  });
  it("Dixon's images", () => {
    expect(
      counterexample(
        someOf("W", "F", "IP", "OP").map((kinds) => kinds.map((kind) => () => ({ imageType: ["DERIVED", "PRIMARY", "DIXON", kind] }))),
      ),
    ).toBeNull();
  });
  it("diffusion weightings", () => {
    expect(
      counterexample(
        someOf(null, 0, 50, 400, 800, 1000).map((bValues) => bValues.map((bValue) => () => ({ bValue, gradientOrientation: null }))),
      ),
    ).toBeNull();
  });
  it("time points", () => {
    expect(counterexample(someOf(1, 2, 3, 4).map((times) => times.map((temporalPosition) => () => ({ temporalPosition }))))).toBeNull();
  });
  it("stacks that the object names", () => {
    expect(counterexample(someOf("1", "2", "3").map((ids) => ids.map((stackId) => () => ({ stackId }))))).toBeNull();
  });
  it("two echoes of magnitude and phase", () => {
    expect(
      counterexample(
        fc.constant(
          ["M", "P"].flatMap((kind) =>
            [10, 80].map((echoTime) => (share: number) => ({
              imageType: ["ORIGINAL", "PRIMARY", kind],
              echoTime: echoTime + share * 0.01,
            })),
          ),
        ),
      ),
    ).toBeNull();
  });
});

describe("what lies on no common grid is parted", () => {
  const stations = fc
    .tuple(rotations, within(1, 9), within(-400, 400), within(-400, 400), fc.integer({ min: -30, max: 30 }))
    .filter(([, , across, down]) => Math.hypot(across, down) > 0.5);
  it("stations of thigh and calf, overlapping or not, beside each other", () => {
    fc.assert(
      fc.property(stations, shuffled(24), ([rotation, stepMm, across, down, from], order) => {
        const made = Array.from({ length: 24 }, (_, index): Made => {
          const volume = Math.floor(index / 12);
          return {
            volume,
            header: frame(0, {
              orientation: directions(rotation),
              position: at(rotation, volume * across, volume * down, (volume * from + (index % 12)) * stepMm),
            }),
          };
        });
        expect(planned(made, order).slices).toEqual(truth(made));
      }),
      { numRuns: 100 },
    );
  });

  it("the planes of a scout, each slice turned a little", () => {
    fc.assert(
      fc.property(fc.array(within(-0.004, 0.004), { minLength: 15, maxLength: 15 }), shuffled(15), (turns, order) => {
        const planes = [
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          [
            [1, 0, 0],
            [0, 0, -1],
            [0, 1, 0],
          ],
          [
            [0, 1, 0],
            [0, 0, -1],
            [-1, 0, 0],
          ],
        ] as const;
        const made = turns.map((turn, index): Made => {
          const [row, column, normal] = planes[index % 3]!;
          const turned = directions({
            row: row.map((value, axis) => value + turn * column[axis]!) as unknown as Vector3,
            column: column.map((value, axis) => value - turn * row[axis]!) as unknown as Vector3,
            normal,
          });
          // 4 x 3 pixels of 2 mm: a corner moves by less than 0.004 * 3.7 mm.
          return {
            volume: index % 3,
            header: frame(0, {
              orientation: turned,
              position: normal.map((value) => value * Math.floor(index / 3) * 10) as unknown as Vector3,
            }),
          };
        });
        expect(planned(made, order).slices).toEqual(truth(made));
      }),
      { numRuns: 100 },
    );
  });

  // 4 columns of 2 mm: the outermost centres lie 3 mm from the middle. A spacing of 2 (1 + s) moves them, and by 1.5 pixels times s of the
  // first grid; half of that from the middle grid.
  it.each([
    [0.02, 1, 0],
    [0.045, 1, 1],
    [0.3, 2, 0],
  ] as const)("pixels larger by a share of %f", (share, volumes, warnings) => {
    const made = [0, 1, 2, 3].map((k): Made => ({
      volume: k % 2,
      header: frame(k * 5, {
        pixelSpacing: [2, k % 2 === 0 ? 2 : 2 * (1 + share)],
        position: [k % 2 === 0 ? -3 : -3 * (1 + share), 0, k * 5],
      }),
    }));
    const { plans } = planned(made, [0, 1, 2, 3]);
    expect(plans).toHaveLength(volumes);
    expect(plans[0]!.volume.warnings.filter(({ message }) => message.includes("% of a pixel"))).toHaveLength(warnings);
  });

  it.each([
    [0.03, 1, 0],
    [0.15, 1, 1],
    [0.19, 1, 1],
    [0.21, 2, 0],
  ] as const)("two slices of four shifted by %f of a pixel", (share, volumes, warnings) => {
    const made = [0, 1, 2, 3].map((k): Made => ({
      volume: 0,
      header: frame(k * 5, { position: [10 + (k === 1 || k === 2 ? share * 2 : 0), 20, k * 5] }),
    }));
    const { plans } = planned(made, [2, 0, 3, 1]);
    expect(plans).toHaveLength(volumes);
    expect(plans[0]!.volume.warnings.filter(({ message }) => message.includes("% of a pixel"))).toHaveLength(warnings);
  });
});

describe("nasty ones", () => {
  const run = (headers: readonly FrameHeader[]) =>
    planVolumes(
      "1.1",
      "1.1.1",
      headers.map((header, index) => instance(index + 1, [header])),
    );
  const sizes = (headers: readonly FrameHeader[]) => run(headers).map(({ frames }) => frames.length);
  const range = (from: number, count: number, step = 5) => Array.from({ length: count }, (_, index) => from + index * step);

  it("echoes of which one slice is missing in one", () => {
    const [whole, broken] = run([
      ...range(0, 8).map((z) => frame(z, { echoTime: 10 })),
      ...range(0, 8)
        .filter((z) => z !== 15)
        .map((z) => frame(z, { echoTime: 80 })),
    ]);
    expect([whole!.volume.slices, broken!.volume.slices]).toEqual([8, 7]);
    expect(broken!.volume.warnings.map(({ code }) => code)).toEqual(["missing-slices"]);
  });

  it("echoes that overlap at one place only", () => {
    expect(sizes([...range(0, 5).map((z) => frame(z, { echoTime: 10 })), ...range(20, 5).map((z) => frame(z, { echoTime: 80 }))])).toEqual([
      5, 5,
    ]);
  });

  it("echoes of which the third shares no place with the others", () => {
    expect(
      sizes([
        ...range(0, 5).map((z) => frame(z, { echoTime: 10 })),
        ...range(0, 5).map((z) => frame(z, { echoTime: 80 })),
        ...range(25, 5).map((z) => frame(z, { echoTime: 120 })),
      ]),
    ).toEqual([5, 5, 5]);
  });

  it("echoes taken in turn at each place", () => {
    expect(sizes(range(0, 6).flatMap((z) => [10, 80].map((echoTime) => frame(z, { echoTime }))))).toEqual([6, 6]);
  });

  it("echoes whose positions are not rounded alike", () => {
    expect(
      sizes(range(0.0437, 6, 4).flatMap((z) => [frame(z, { echoTime: 10 }), frame(Math.round(z * 10) / 10, { echoTime: 80 })])),
    ).toEqual([6, 6]);
  });

  it("two echoes, one image of the first of which has a type of its own", () => {
    const headers = range(0, 6).flatMap((z) => [
      frame(z, { echoTime: 10, imageType: z === 10 ? ["DERIVED", "SECONDARY", "M"] : ["ORIGINAL", "PRIMARY", "M"] }),
      frame(z, { echoTime: 80 }),
    ]);
    expect(sizes(headers)).toEqual([6, 6]);
  });

  it("stations that overlap, one behind the other, with and without places in common", () => {
    expect(sizes([...range(0, 20), ...range(85, 20)].map((z) => frame(z)))).toEqual([20, 20]);
    expect(sizes([...range(0, 20).map((z) => frame(z)), ...range(87.3, 20).map((z) => frame(z, { acquisitionNumber: 2 }))])).toEqual([
      20, 20,
    ]);
  });

  it("echoes of 10 and 80 ms whose places do not meet are one volume that says so", () => {
    const [volume] = run([...range(0, 4).map((z) => frame(z, { echoTime: 10 })), ...range(20, 4).map((z) => frame(z, { echoTime: 80 }))]);
    expect(volume!.volume).toMatchObject({
      slices: 8,
      isRegular: true,
      warnings: [{ code: "other", message: expect.stringContaining("Echo Time differs within this volume, from 10 to 80 ms") }],
    });
  });
});
