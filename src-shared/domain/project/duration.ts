import { PlainError } from "../plainError.ts";

/** A calendar duration. Years and months are of the calendar, weeks and days are of 24 hours, as UTC has no change of clocks. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly hours: number;
}

const pattern = /^P(?:(\d{1,4})W|(?=[\dT])(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?(?:T(\d{1,4})H)?)$/;
const examples = 'write it as ISO 8601 does: "P2M" (two months), "P8W", "P14D", "P1Y6M" or "PT12H"';

/** Why a text is no washout, in words that follow the field's name; undefined where it is one. */
export function durationProblem(text: string): string | undefined {
  if (text.trim() === "") return `is empty; ${examples}`;
  if (/[-\u2212]/.test(text)) return `"${text}" is negative; a washout lies after the reading`;
  const match = pattern.exec(text);
  if (!match) return `"${text}" is no duration; ${examples}`;
  return match.slice(1).every((count) => count === undefined || Number(count) === 0)
    ? `"${text}" has no length; ${examples}, or leave the washout out`
    : undefined;
}

/**
 * Reads a duration of ISO 8601: PnYnMnD with or without TnH, or PnW by itself. Throws PlainError where it is negative, empty, of length 0, or of another form
 * (fractions, minutes and seconds, weeks beside other units, units in another order).
 */
export function parseDuration(text: string): Duration {
  const problem = durationProblem(text);
  if (problem !== undefined) throw new PlainError(`The washout ${problem}.`);
  const [weeks, years, months, days, hours] = pattern
    .exec(text)!
    .slice(1)
    .map((count) => Number(count ?? 0));
  return { years: years!, months: months!, weeks: weeks!, days: days!, hours: hours! };
}

const dayMs = 86_400_000;

/**
 * An instant (UTC, ISO 8601) later by a duration: first years and months, where a day that the month does not have becomes its last one, then
 * weeks and days of 24 h, then hours. The time of day stays, to the millisecond. Throws PlainError where the instant is none.
 */
export function addDuration(instant: string, { years, months, weeks, days, hours }: Duration): string {
  const from = new Date(milliseconds(instant));
  const monthsFromYear0 = from.getUTCFullYear() * 12 + from.getUTCMonth() + years * 12 + months;
  const [year, month] = [Math.floor(monthsFromYear0 / 12), monthsFromYear0 % 12];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const date = Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay));
  const timeOfDay = from.getTime() - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  return new Date(date + timeOfDay + (weeks * 7 + days) * dayMs + hours * 3_600_000).toISOString();
}

/** Milliseconds since 1970 of an instant written in UTC ("2026-11-30T17:56:51.000Z"). Throws PlainError for any other text. */
export function milliseconds(instant: string): number {
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(time)) throw new PlainError(`"${instant}" is no time in UTC, such as 2026-11-30T17:56:51.000Z.`);
  return time;
}

/** When a case opens again for a reader who submitted it: the submission later by the washout. UTC, ISO 8601. */
export function opensAt(submittedAt: string, washout: string): string {
  return addDuration(submittedAt, parseDuration(washout));
}

/** Whether the washout is over: at the very millisecond of `opensAt` it is, one before it is not. */
export function isOpen(now: string, submittedAt: string, washout: string): boolean {
  return milliseconds(now) >= milliseconds(opensAt(submittedAt, washout));
}
