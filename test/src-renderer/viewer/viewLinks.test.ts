import { beforeEach, describe, expect, it } from "vitest";
import type { Vector3 } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { ImageViewport } from "../../../src-renderer/viewer/imageViewport.ts";
import { emptyView, type ViewState } from "../../../src-renderer/viewer/viewState.ts";
import { noLinks, ViewLinks, type Links } from "../../../src-renderer/viewer/viewLinks.ts";
import { volumeOf } from "../volumeOf.ts";

/** A viewport without a screen: it keeps what it is told. */
class FakeViewport {
  state: ViewState;
  centreMm: Vector3 = [0, 0, 0];
  onChange: () => void = () => {};

  constructor(volume: Volume, normal: Vector3, mmPerPixel: number) {
    this.state = {
      ...emptyView,
      volume,
      window: { center: 50, width: 100 },
      mmPerPixel,
      planeInSpace: { pointMm: [0, 0, 0], normal },
      isRendered: true,
    };
  }

  setWindow(window: { center: number; width: number }): void {
    this.state = { ...this.state, window };
    this.onChange();
  }

  zoomBy(factor: number): void {
    this.state = { ...this.state, mmPerPixel: this.state.mmPerPixel! / factor };
    this.onChange();
  }

  centreOn(pointMm: Vector3): void {
    this.centreMm = pointMm;
    this.onChange();
  }
}

const axial: Vector3 = [0, 0, 1];
let links: Links;
let panes: FakeViewport[];
let book: ViewLinks;

beforeEach(() => {
  links = noLinks;
  panes = [
    new FakeViewport(volumeOf({ id: "t1" }), axial, 0.5),
    new FakeViewport(volumeOf({ id: "t2" }), axial, 0.2),
    new FakeViewport(volumeOf({ id: "t1 again" }), [0, 1, 0], 0.3),
    new FakeViewport(volumeOf({ id: "elsewhere", frameOfReferenceUid: "9.9" }), axial, 0.4),
  ];
  book = new ViewLinks({
    viewports: new Map(panes.map((pane, index) => [index, pane as unknown as ImageViewport])),
    activePane: () => 0,
    links: () => links,
    isLike: (a, b) => a.slice(0, 2) === b.slice(0, 2),
  });
  for (const [index, pane] of panes.entries()) {
    pane.onChange = () => book.onView(index, pane as unknown as ImageViewport);
    pane.onChange();
  }
});

const windows = () => panes.map(({ state }) => state.window!.center);
const scales = () => panes.map(({ state }) => state.mmPerPixel);

describe("linked viewports", () => {
  it("are apart until they are linked", () => {
    panes[0]!.setWindow({ center: 70, width: 10 });
    panes[0]!.zoomBy(2);
    panes[0]!.centreOn([1, 2, 3]);
    expect(windows()).toEqual([70, 50, 50, 50]);
    expect(scales()).toEqual([0.25, 0.2, 0.3, 0.4]);
    expect(panes[1]!.centreMm).toEqual([0, 0, 0]);
  });

  it("have the window of like series, or of all", () => {
    links = { ...noLinks, window: "like" };
    panes[0]!.setWindow({ center: 70, width: 10 });
    expect(windows()).toEqual([70, 50, 70, 50]);
    links = { ...noLinks, window: "all" };
    book.follow();
    expect(windows()).toEqual([70, 70, 70, 70]);
    // Only the active one leads.
    panes[1]!.setWindow({ center: 20, width: 10 });
    expect(windows()).toEqual([70, 20, 70, 70]);
  });

  it("have millimetres a pixel and the middle in common, in one space and nearly one plane", () => {
    links = { ...noLinks, zoom: true, pan: true };
    panes[0]!.zoomBy(2);
    panes[0]!.centreOn([1, 2, 3]);
    expect(scales()).toEqual([0.25, 0.25, 0.3, 0.4]);
    expect(panes.map(({ centreMm }) => centreMm)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("take over what the active one shows when another volume comes into them", () => {
    links = { window: "all", zoom: true, pan: true };
    panes[0]!.centreOn([1, 2, 3]);
    const pane = panes[1]!;
    pane.state = { ...pane.state, volume: volumeOf({ id: "t3" }), window: { center: 1, width: 1 }, mmPerPixel: 0.9 };
    pane.centreMm = [9, 9, 9];
    pane.onChange();
    expect(pane.state.window).toEqual({ center: 50, width: 100 });
    expect(pane.state.mmPerPixel).toBeCloseTo(0.5, 12);
    expect(pane.centreMm).toEqual([1, 2, 3]);
    // And the active one follows the others when it is the one that changes.
    const active = panes[0]!;
    active.state = { ...active.state, volume: volumeOf({ id: "t4" }), mmPerPixel: 0.9 };
    active.onChange();
    expect(active.state.mmPerPixel).toBeCloseTo(0.5, 12);
    expect(panes[1]!.state.mmPerPixel).toBeCloseTo(0.5, 12);
  });
});
