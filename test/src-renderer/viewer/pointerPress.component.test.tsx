import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ImageViewport } from "../../../src-renderer/viewer/imageViewport.ts";

/** One viewport without a picture, and all that was asked of it and of what follows the press. */
async function bench() {
  vi.resetModules();
  const { attachPointerPress } = await import("../../../src-renderer/viewer/pointerPress.ts");
  const element = document.createElement("div");
  element.setPointerCapture = () => {};
  element.hasPointerCapture = () => false;
  const happened: string[] = [];
  const viewport = {
    element,
    pointerPosition: ({ clientX, clientY }: PointerEvent) => ({ canvas: [clientX, clientY] }),
    panBy: (dx: number, dy: number) => happened.push(`pan ${dx} ${dy}`),
    zoomBy: (factor: number, about: readonly [number, number]) => happened.push(`zoom ${factor} about ${about.join(" ")}`),
  };
  attachPointerPress(viewport as unknown as ImageViewport, {
    onPress: () => {},
    down: (_, event) => {
      happened.push(`down ${event.pointerType} ${event.button}`);
      return "brush";
    },
    move: (path) => happened.push(`move ${path.map(({ canvas }) => canvas.join(",")).join(" ")}`),
    up: () => happened.push("up"),
    cancel: () => happened.push("cancel"),
    leave: () => happened.push("leave"),
    hover: () => {},
  });
  const send = (
    type: string,
    pointerType: string,
    pointerId: number,
    x: number,
    y: number,
    part: PointerEventInit & { at?: number } = {},
  ) => {
    const event = new PointerEvent(type, {
      pointerType,
      pointerId,
      clientX: x,
      clientY: y,
      button: type === "pointermove" ? -1 : 0,
      buttons: type === "pointerup" ? 0 : 1,
      width: 20,
      height: 20,
      isPrimary: true,
      ...part,
    });
    Object.defineProperty(event, "timeStamp", { value: part.at ?? 10_000 });
    element.dispatchEvent(event);
  };
  return { happened, send };
}

describe("presses on a viewport", () => {
  let happened: string[];
  let send: Awaited<ReturnType<typeof bench>>["send"];
  beforeEach(async () => {
    ({ happened, send } = await bench());
  });

  it("one finger works as the mouse does", () => {
    send("pointerdown", "touch", 1, 10, 10);
    send("pointermove", "touch", 1, 20, 10);
    send("pointerup", "touch", 1, 20, 10);
    expect(happened).toEqual(["down touch 0", "move 20,10", "up"]);
  });

  it("a second finger takes back what the first began, and the two pan and zoom until both are up", () => {
    send("pointerdown", "touch", 1, 100, 100);
    send("pointermove", "touch", 1, 110, 100);
    send("pointerdown", "touch", 2, 210, 100, { isPrimary: false });
    send("pointermove", "touch", 2, 310, 100, { isPrimary: false });
    send("pointerup", "touch", 2, 310, 100, { isPrimary: false });
    send("pointermove", "touch", 1, 150, 150);
    send("pointerup", "touch", 1, 150, 150);
    expect(happened).toEqual(["down touch 0", "move 110,100", "cancel", "pan 50 0", "zoom 2 about 210 100"]);
  });

  it("a pen takes back what the palm began before it, and draws; meanwhile and a moment later the palm means nothing", () => {
    send("pointerdown", "touch", 1, 100, 100);
    send("pointerdown", "pen", 5, 50, 50);
    send("pointermove", "touch", 1, 110, 100);
    send("pointerdown", "touch", 2, 200, 100);
    send("pointermove", "touch", 2, 250, 100);
    send("pointermove", "pen", 5, 60, 50);
    send("pointerup", "pen", 5, 60, 50);
    send("pointerdown", "touch", 3, 200, 100, { at: 10_300 });
    send("pointerup", "touch", 3, 200, 100, { at: 10_400 });
    expect(happened).toEqual(["down touch 0", "cancel", "down pen 0", "move 60,50", "up"]);
  });

  it("a contact that grows to a palm's size is taken back", () => {
    send("pointerdown", "touch", 1, 100, 100);
    send("pointermove", "touch", 1, 101, 100, { width: 120 });
    send("pointermove", "touch", 1, 150, 100);
    send("pointerup", "touch", 1, 150, 100);
    expect(happened).toEqual(["down touch 0", "cancel"]);
  });

  it("a pen's other end is told by its button", () => {
    send("pointerdown", "pen", 5, 50, 50, { button: 5, buttons: 32 });
    send("pointermove", "pen", 5, 60, 50, { buttons: 32 });
    send("pointerup", "pen", 5, 60, 50, { button: 5 });
    expect(happened).toEqual(["down pen 5", "move 60,50", "up"]);
  });
});
