import type { WorklistQuery } from "#shared/api/worklist.ts";
import { foldText } from "../../../src-shared/domain/foldText.ts";

/** The conditions of a worklist query in SQL, over `study` and `series`, with their values by name. */
export interface WorklistFilter {
  readonly studyConditions: readonly string[];
  readonly seriesConditions: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  /** True where the trigram index narrows the series down: it is then the place to begin. */
  readonly usesIndex: boolean;
}

/**
 * Puts the criteria of a query into SQL. Each word must occur in a series' search text; words of three letters or more are looked up by their
 * trigrams, shorter ones are compared with the text.
 */
export function worklistFilter(query: WorklistQuery): WorklistFilter {
  const values: Record<string, string> = {};
  const studyConditions: string[] = [];
  const seriesConditions: string[] = [];
  const value = (text: string): string => {
    const name = `v${Object.keys(values).length}`;
    values[name] = text;
    return `:${name}`;
  };
  const described = wordsOf(query.description);
  const words = [...new Set([...wordsOf(query.search), ...described])];
  const long = words.filter((word) => Array.from(word).length >= 3);
  if (long.length > 0) {
    const phrases = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(" AND ");
    seriesConditions.push(`series.id IN (SELECT rowid FROM series_search WHERE series_search MATCH ${value(phrases)})`);
  }
  for (const word of words) if (!long.includes(word)) seriesConditions.push(`instr(series.search_text, ${value(word)}) > 0`);
  for (const word of described) seriesConditions.push(`instr(series.description_text, ${value(word)}) > 0`);
  // The plus keeps the index of modalities out: it would be walked again for every study.
  if (query.modality.length > 0) seriesConditions.push(`+series.modality IN (${query.modality.map(value).join(", ")})`);
  if (query.dateFrom !== null) studyConditions.push(`study.study_date >= ${value(query.dateFrom)}`);
  if (query.dateTo !== null) studyConditions.push(`study.study_date <= ${value(query.dateTo)}`);
  return { studyConditions, seriesConditions, values, usesIndex: long.length > 0 };
}

function wordsOf(text: string): string[] {
  return foldText(text)
    .split(" ")
    .filter((word) => word !== "");
}
