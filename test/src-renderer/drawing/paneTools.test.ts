import { beforeEach, describe, expect, it } from "vitest";
import { contacts } from "../../../src-renderer/viewer/contacts.ts";
import { at, rectangle, ToolBench } from "./toolBench.ts";

describe.each(["brush", "threshold brush", "freehand"])("a stroke with the %s", (tool) => {
  let bench: ToolBench;
  beforeEach(() => {
    bench = new ToolBench(tool);
    bench.session.state.patch({ range: [0, 10] });
    bench.press([2, 2]);
    bench.tools.move([at([8, 2]), at([8, 8])]);
  });

  it("that is given up with the button down leaves nothing: no label, no step, no message", async () => {
    expect(bench.tools.giveUp()).toBe(true);
    bench.tools.move([at([2, 8])]);
    bench.tools.up(at([2, 5]));
    await bench.session.settled();
    expect([bench.drawn(), bench.strokes, bench.session.state.value.canUndo]).toEqual([[], [], false]);
    expect(bench.tools.giveUp()).toBe(false);
  });

  it("is one step, and its undoing leaves nothing", async () => {
    bench.tools.move([at([2, 8])]);
    bench.tools.up(at([2, 5]));
    await bench.session.settled();
    expect(bench.drawn().length).toBeGreaterThan(0);
    expect(bench.strokes).toEqual([tool]);
    await bench.session.undo();
    expect(bench.drawn()).toEqual([]);
    expect(bench.session.state.value.canUndo).toBe(false);
  });
});

describe("a press", () => {
  it("keeps the tool it began with", () => {
    const bench = new ToolBench("brush");
    bench.press([2, 8]);
    bench.tool = "eraser";
    bench.tools.hover(at([4, 8]));
    bench.tools.move([at([6, 8])]);
    bench.tools.up(at([6, 8]));
    expect(bench.drawn()).toEqual([...rectangle(2, 6, 7, 7), ...rectangle(1, 7, 8, 8), ...rectangle(2, 6, 9, 9)]);
  });

  it.each([
    [{ button: 1 }, ["pan 20 0"]],
    [{ button: 2 }, ["zoom 1.000000 0 0"]],
  ])("of another button (%o) works without the tool", (event, moved) => {
    const bench = new ToolBench("brush");
    bench.press([0, 0], event);
    bench.tools.move([at([1, 0])]);
    bench.tools.up(at([1, 0]));
    expect(bench.moved).toEqual(moved);
    expect(bench.drawn()).toEqual([]);
  });

  it("with Ctrl is the grey window's, whatever the tool", () => {
    const bench = new ToolBench("brush");
    expect(bench.press([0, 0], { ctrlKey: true })).toBe("window");
    bench.tools.up(null);
    expect([bench.drawn(), bench.said]).toEqual([[], []]);
  });

  it("of a finger pans where a pen was seen, and draws where none was; tools that look work with it as ever", () => {
    const bench = new ToolBench("brush");
    expect(bench.press([2, 2], { pointerType: "touch" })).toBe("brush");
    bench.tools.cancel();
    contacts.penSeen({ pointerId: 1, clientX: 0, clientY: 0, timeStamp: 0, width: 1, height: 1, isPrimary: true }, false);
    expect(bench.press([2, 2], { pointerType: "touch" })).toBe("pan");
    bench.tools.up(null);
    expect(bench.press([2, 2], { pointerType: "pen" })).toBe("brush");
    bench.tools.cancel();
    bench.tool = "scroll";
    expect(bench.press([2, 2], { pointerType: "touch" })).toBe("scroll");
    bench.tools.up(null);
  });

  it("of a button that means nothing is not followed", () => {
    expect(new ToolBench("brush").press([0, 0], { button: 3 })).toBeNull();
  });

  it("is not taken where nothing can be drawn, and the reader is told why", () => {
    const bench = new ToolBench("brush");
    bench.session.setLocked(1, true);
    expect(bench.press([2, 2])).toBeNull();
    bench.session.setLocked(1, false);
    bench.session.setHidden(1, true);
    expect(bench.press([2, 2])).toBeNull();
    bench.shown.volume = { ...bench.volume, id: "other" };
    expect(bench.press([2, 2])).toBeNull();
    expect(bench.said).toEqual(["The active segment is locked.", "The active segment is hidden.", "There is no segmentation."]);
  });

  it("ends when another segmentation comes into the pane: what was painted in sight is kept in the one it was painted in", async () => {
    const bench = new ToolBench("brush");
    bench.press([2, 8]);
    bench.tools.leaveSession();
    bench.tools.move([at([8, 8])]);
    bench.tools.up(at([8, 8]));
    await bench.session.settled();
    expect([bench.drawn(), bench.strokes]).toEqual([["2,7", "1,8", "2,8", "3,8", "2,9"], ["brush"]]);
  });
});
