import { describe, expect, it } from "vitest";
import { componentsOf } from "#shared/domain/drawing/components.ts";
import { withHolesFilled } from "#shared/domain/drawing/holes.ts";
import { islandsOf, largestIsland, withoutSmallIslands } from "#shared/domain/drawing/islands.ts";
import { grid, lines, slice } from "./pictures.ts";

// Three islands by hand: seven voxels that touch by a corner in one place, one voxel, and two.
const three = slice("##...#", "##....", "..##..", "..#..#", ".....#");

describe("islands", () => {
  it("are parts that touch by no face, edge or corner; the largest is the first", () => {
    const { parts, sizes } = islandsOf(three, grid(6, 5));
    expect(sizes).toEqual([7, 2, 1]);
    expect(lines(Uint8Array.from(parts), 6)).toEqual(["11...3", "11....", "..11..", "..1..2", ".....2"]);
    expect(lines(largestIsland(three, grid(6, 5)), 6)).toEqual(["11....", "11....", "..11..", "..1...", "......"]);
  });

  it("are parted by corners where only faces count", () => {
    expect(componentsOf(three, grid(6, 5), "faces").sizes).toEqual([4, 3, 2, 1]);
  });

  it("are small by their area in a slice, by their volume in 3D", () => {
    const of = grid(6, 5, 1, [2, 3, 10]);
    // Six mm2 a voxel.
    expect(lines(withoutSmallIslands(three, of, 12), 6)).toEqual(["11....", "11....", "..11..", "..1..1", ".....1"]);
    expect(lines(withoutSmallIslands(three, of, 12.1), 6)).toEqual(["11....", "11....", "..11..", "..1...", "......"]);
    const both = { size: [3, 1, 2], spacingMm: [1, 1, 5] } as const;
    // Two voxels above each other by a corner: 10 mm3; one alone: 5 mm3.
    expect([...withoutSmallIslands(Uint8Array.from([1, 0, 0, 0, 1, 0]), both, 10)]).toEqual([1, 0, 0, 0, 1, 0]);
    expect([...withoutSmallIslands(Uint8Array.from([1, 0, 0, 0, 0, 1]), both, 10)]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("holes", () => {
  it("are what no path through faces leads out of; a way out by a corner is none", () => {
    const ring = slice(".###.", "#...#", "#...#", ".###.", ".....");
    expect(lines(withHolesFilled(ring, grid(5, 5)), 5)).toEqual([".111.", "11111", "11111", ".111.", "....."]);
  });

  it("in 3D are closed on all sides", () => {
    const shell = new Uint8Array(27).fill(1);
    shell[13] = 0;
    expect(withHolesFilled(shell, grid(3, 3, 3))).toEqual(new Uint8Array(27).fill(1));
    shell[4] = 0;
    expect(withHolesFilled(shell, grid(3, 3, 3))).toEqual(shell);
  });
});
