import { foldText } from "./foldText.ts";

/** What series of a kind are called by scanners and their users, and what they are not called. The first that fits the role's name and title counts. */
const kinds: ReadonlyArray<{ readonly role: RegExp; readonly series: RegExp; readonly not: RegExp | null }> = [
  { role: /flair/, series: /flair|dark.?fluid|tirm/, not: null },
  {
    role: /t1 ?-?(ce|gd|c|post|km)\b|post.?contrast|contrast.?enhanced/,
    series: /t1.*(\bce\b|ce$|\bgd|gad|post|\bkm\b|\+ ?c|contrast)|(\bgd|gad|post|\bkm\b|contrast).*t1/,
    not: /flair/,
  },
  { role: /water/, series: /water|dixon.*\bw\b|\bw(at)?$/, not: /fat|in.?phase|opp/ },
  { role: /\bfat\b/, series: /\bfat\b|dixon.*\bf\b/, not: /water|sat|sup/ },
  { role: /t2/, series: /t2/, not: /flair|t2 ?\*|star|dixon/ },
  { role: /t1/, series: /t1|mprage|mp.?rage|bravo|spgr|tfe\b/, not: /flair|\bgd|gad|post|\bkm\b|contrast|\bce\b|water|dixon/ },
];

/** What a series is wanted for: a name, and what it is in words. */
export interface SeriesRole {
  readonly name: string;
  readonly title: string;
}

/** Whether the words of a series (its description, protocol and label) speak for a role. */
export function fitsRole({ name, title }: SeriesRole, words: string): boolean {
  const folded = foldText(words);
  const kind = kinds.find(({ role }) => role.test(foldText(`${name} ${title}`)));
  return kind ? kind.series.test(folded) && !kind.not?.test(folded) : folded.includes(foldText(name));
}
