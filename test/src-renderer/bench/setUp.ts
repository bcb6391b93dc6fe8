import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { clearDoor } from "./door.ts";

vi.mock("../../../src-renderer/client/client.ts", () => import("./door.ts"));

// How long a busy machine may take until what is waited for is there.
configure({ asyncUtilTimeout: 15_000 });
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** jsdom lays nothing out: whatever scrolls is this large, and each of its lines so high. */
const [width, height, lineHeight] = [800, 400, 40];
const heightOf = (element: Element) => (element.matches("[role=row], li") ? lineHeight : height);
const size = (read: (element: Element) => number): PropertyDescriptor => ({
  configurable: true,
  get(this: Element) {
    return read(this);
  },
});
Object.defineProperties(HTMLElement.prototype, { offsetHeight: size(heightOf), offsetWidth: size(() => width) });
Object.defineProperties(Element.prototype, { clientHeight: size(heightOf), clientWidth: size(() => width) });
Element.prototype.getBoundingClientRect = function (this: Element) {
  return new DOMRect(0, 0, width, heightOf(this));
};
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.matchMedia = (media) =>
  ({ media, matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;

afterEach(() => {
  cleanup();
  clearDoor();
});
