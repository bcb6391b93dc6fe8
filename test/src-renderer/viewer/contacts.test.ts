import { beforeEach, describe, expect, it } from "vitest";
import { Contacts, type ContactEvent } from "../../../src-renderer/viewer/contacts.ts";

const contact = (pointerId: number, clientX: number, clientY: number, part: Partial<ContactEvent> = {}): ContactEvent => ({
  pointerId,
  clientX,
  clientY,
  timeStamp: 10_000,
  width: 20,
  height: 20,
  isPrimary: pointerId === 1,
  ...part,
});

describe("contacts with the screen", () => {
  let contacts: Contacts;
  beforeEach(() => {
    contacts = new Contacts();
  });

  it("one finger works alone; the second makes two; the third means nothing", () => {
    expect([1, 2, 3].map((id) => contacts.fingerDown(contact(id, id * 100, 100)))).toEqual(["first", "second", "ignored"]);
  });

  it("two fingers pan by how their middle moves, and zoom by how much farther apart they are", () => {
    contacts.fingerDown(contact(1, 100, 100));
    expect(contacts.fingerMove(contact(1, 110, 100))).toBeNull();
    contacts.fingerDown(contact(2, 210, 100));
    expect(contacts.fingerMove(contact(1, 60, 100))).toEqual({ dx: -25, dy: 0, factor: 1.5, middle: [135, 100] });
    expect(contacts.fingerMove(contact(2, 210, 120))).toMatchObject({ dx: 0, dy: 10, middle: [135, 110] });
    expect(contacts.fingerMove(contact(7, 0, 0))).toBeNull();
  });

  it("the finger that remains of two means nothing, and a new one only once both are up", () => {
    contacts.fingerDown(contact(1, 100, 100));
    contacts.fingerDown(contact(2, 200, 100));
    contacts.fingerUp(2);
    expect(contacts.fingerMove(contact(1, 150, 100))).toBeNull();
    expect(contacts.fingerDown(contact(3, 200, 100))).toBe("ignored");
    contacts.fingerUp(1);
    expect(contacts.fingerDown(contact(4, 200, 100, { isPrimary: true }))).toBe("first");
  });

  it("a finger that came up untold is forgotten when the next comes down alone", () => {
    contacts.fingerDown(contact(1, 100, 100));
    expect(contacts.fingerDown(contact(5, 100, 100, { isPrimary: true }))).toBe("first");
  });

  it("a finger on another viewport than the first one's means nothing", () => {
    contacts.fingerDown(contact(1, 100, 100), "left");
    expect(contacts.fingerDown(contact(2, 900, 100), "right")).toBe("ignored");
    expect(contacts.fingerDown(contact(3, 200, 100), "left")).toBe("second");
  });

  it("a large contact is a palm", () => {
    expect(contacts.fingerDown(contact(1, 100, 100, { width: 90 }))).toBe("ignored");
    expect(contacts.fingerDown(contact(1, 100, 100, { height: 90 }))).toBe("ignored");
  });

  it("while a pen is down, hovers or was there a moment ago, what touches is the hand", () => {
    contacts.penSeen(contact(9, 0, 0, { timeStamp: 1000 }), true);
    expect(contacts.fingerDown(contact(1, 100, 100, { timeStamp: 60_000 }))).toBe("ignored");
    contacts.penUp(contact(9, 0, 0, { timeStamp: 61_000 }));
    expect(contacts.fingerDown(contact(1, 100, 100, { timeStamp: 61_500 }))).toBe("ignored");
    contacts.penSeen(contact(9, 0, 0, { timeStamp: 62_000 }), false);
    expect(contacts.fingerDown(contact(1, 100, 100, { timeStamp: 62_700 }))).toBe("ignored");
    expect(contacts.fingerDown(contact(1, 100, 100, { timeStamp: 63_000 }))).toBe("first");
    expect(contacts.wasPenSeen).toBe(true);
  });

  it("a pen that comes down ends what two fingers began: they were the hand before it", () => {
    contacts.fingerDown(contact(1, 100, 100));
    contacts.fingerDown(contact(2, 200, 100));
    contacts.penSeen(contact(9, 0, 0), true);
    expect(contacts.fingerMove(contact(1, 50, 100))).toBeNull();
    expect(new Contacts().wasPenSeen).toBe(false);
  });
});
