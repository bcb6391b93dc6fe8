import type { SegmentChange } from "#shared/api/segmentation.ts";
import type { Segment } from "#shared/domain/segment.ts";

/** A segment at a revision, with its place in the reader's order: ranks rise, with gaps. */
export interface RankedSegment {
  readonly segment: Segment;
  readonly rank: number;
}

/** What of a segment a revision may change, besides its place. */
const fields = ["name", "color", "side"] as const;

const numbersOf = (ranked: readonly RankedSegment[]): number[] => ranked.map(({ segment }) => segment.number);
const withNumber = (ranked: readonly RankedSegment[], number: number) => ranked.find(({ segment }) => segment.number === number);

/** Segments in this order, each with its former rank for as long as ranks rise. */
export function ranked(segments: readonly Segment[], former: readonly RankedSegment[]): RankedSegment[] {
  let last = -1;
  return segments.map((segment) => {
    last = Math.max(last + 1, withNumber(former, segment.number)?.rank ?? 0);
    return { segment, rank: last };
  });
}

/** The segments that both have, in the order of each. */
function commonOrder(one: readonly RankedSegment[], other: readonly RankedSegment[]): [number[], number[]] {
  const [first, second] = [numbersOf(one), numbersOf(other)];
  return [first.filter((number) => second.includes(number)), second.filter((number) => first.includes(number))];
}

const isSame = (one: readonly number[], other: readonly number[]) =>
  one.length === other.length && one.every((number, index) => number === other[index]);

/** What one revision made of the segments, for the history: fields, then what was added and deleted, then the order, in numbers. */
export function segmentChanges(before: readonly RankedSegment[], after: readonly RankedSegment[]): SegmentChange[] {
  const changes: SegmentChange[] = [];
  for (const { segment } of before) {
    const now = withNumber(after, segment.number)?.segment;
    if (!now) changes.push({ number: segment.number, field: "segment", from: segment.name, to: null });
    else
      for (const field of fields)
        if (now[field] !== segment[field]) changes.push({ number: segment.number, field, from: segment[field], to: now[field] });
  }
  for (const { segment } of after)
    if (!withNumber(before, segment.number)) changes.push({ number: segment.number, field: "segment", from: null, to: segment.name });
  const [was, is] = commonOrder(before, after);
  if (!isSame(was, is)) changes.push({ number: null, field: "order", from: was.join(" "), to: is.join(" ") });
  return changes;
}

/**
 * The segments with one revision reversed, on which more may have been changed since: every name, colour and side that the revision
 * changed, and that is still as
 * it left it, is what it was; what it deleted is there again in its place, under its number; what it added is gone; where it changed the
 * order, and the order is
 * still that, it is the one before.
 */
export function reverseSegments({
  before,
  after,
  now,
}: Readonly<Record<"before" | "after" | "now", readonly RankedSegment[]>>): RankedSegment[] {
  const kept = now
    .filter(({ segment: { number } }) => !(withNumber(after, number) && !withNumber(before, number)))
    .map(({ segment }) => {
      const [was, became] = [withNumber(before, segment.number)?.segment, withNumber(after, segment.number)?.segment];
      if (!was || !became) return segment;
      const isAsLeft = (field: (typeof fields)[number]) => was[field] !== became[field] && segment[field] === became[field];
      return {
        ...segment,
        name: isAsLeft("name") ? was.name : segment.name,
        color: isAsLeft("color") ? was.color : segment.color,
        side: isAsLeft("side") ? was.side : segment.side,
      };
    });
  const order = reversedOrder({ before, after, now: now.filter(({ segment }) => kept.some(({ number }) => number === segment.number)) });
  const segments = order.map((number) => kept.find((segment) => segment.number === number)!);
  for (const [index, { segment }] of before.entries()) {
    if (withNumber(after, segment.number) || withNumber(now, segment.number)) continue;
    const earlier = numbersOf(before.slice(0, index));
    const place = segments.findLastIndex(({ number }) => earlier.includes(number));
    segments.splice(place + 1, 0, segment);
  }
  return ranked(segments, [...now, ...before]);
}

/** The numbers of the segments there are, with a change of order taken back where it still stands. */
function reversedOrder({ before, after, now }: Readonly<Record<"before" | "after" | "now", readonly RankedSegment[]>>): number[] {
  const present = numbersOf(now);
  const those = (list: readonly RankedSegment[]) => {
    const others = [before, after, now].map(numbersOf);
    return numbersOf(list).filter((number) => others.every((other) => other.includes(number)));
  };
  const [was, became, is] = [those(before), those(after), those(now)];
  if (isSame(was, became) || !isSame(became, is)) return present;
  const places = is.map((number) => present.indexOf(number)).sort((a, b) => a - b);
  const order = [...present];
  for (const [index, place] of places.entries()) order[place] = was[index]!;
  return order;
}
