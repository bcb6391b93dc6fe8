import { describe, expect, it } from "vitest";
import { acquisitionPlaneName, directionLetters, edgeLetters } from "../../../src-renderer/viewer/orientation.ts";
import { volumeOf } from "../volumeOf.ts";

const degrees = Math.PI / 180;

describe("directionLetters", () => {
  it("names the six directions of the patient as DICOM does: LPS grows to left, posterior, head", () => {
    expect(directionLetters([1, 0, 0])).toBe("L");
    expect(directionLetters([-1, 0, 0])).toBe("R");
    expect(directionLetters([0, 1, 0])).toBe("P");
    expect(directionLetters([0, -1, 0])).toBe("A");
    expect(directionLetters([0, 0, 1])).toBe("H");
    expect(directionLetters([0, 0, -1])).toBe("F");
  });

  it("puts the stronger letter first in an oblique direction", () => {
    expect(directionLetters([Math.sin(30 * degrees), -Math.cos(30 * degrees), 0])).toBe("AL");
    expect(directionLetters([-Math.cos(20 * degrees), 0, Math.sin(20 * degrees)])).toBe("RH");
    expect(directionLetters([0.5, 0.6, -0.7])).toBe("FPL");
  });

  it("leaves out what is tilted by less than 11.5 degrees", () => {
    expect(directionLetters([Math.cos(11 * degrees), Math.sin(11 * degrees), 0])).toBe("L");
    expect(directionLetters([Math.cos(12 * degrees), Math.sin(12 * degrees), 0])).toBe("LP");
  });

  it("does not depend on the length, and says nothing of the null vector", () => {
    expect(directionLetters([0, 0, 250])).toBe("H");
    expect(directionLetters([0, 0, 0])).toBe("");
  });
});

describe("edgeLetters", () => {
  it("shows an axial slice with anterior above and the patient's right on the left", () => {
    expect(edgeLetters([1, 0, 0], [0, 1, 0])).toEqual({ top: "A", right: "L", bottom: "P", left: "R" });
  });

  it("shows a sagittal slice with the head above and anterior on the left", () => {
    expect(edgeLetters([0, 1, 0], [0, 0, -1])).toEqual({ top: "H", right: "P", bottom: "F", left: "A" });
  });

  it("follows a flip and a quarter turn", () => {
    expect(edgeLetters([-1, 0, 0], [0, 1, 0])).toEqual({ top: "A", right: "R", bottom: "P", left: "L" });
    // Turned clockwise, what was on the left is above.
    expect(edgeLetters([0, -1, 0], [1, 0, 0])).toEqual({ top: "R", right: "A", bottom: "L", left: "P" });
  });
});

describe("acquisitionPlaneName", () => {
  it("names the plane by its normal, and says nothing where the orientation is unknown", () => {
    expect(acquisitionPlaneName(volumeOf())).toBe("axial");
    expect(acquisitionPlaneName(volumeOf({ direction: [0, 0, 1, 1, 0, 0, 0, -1, 0] }))).toBe("sagittal");
    const [c, s] = [Math.cos(20 * degrees), Math.sin(20 * degrees)];
    expect(acquisitionPlaneName(volumeOf({ direction: [1, 0, 0, 0, c, -s, 0, s, c] }))).toBe("oblique axial");
    expect(acquisitionPlaneName(volumeOf({ hasPatientGeometry: false }))).toBe("");
  });
});
