import { sourceInWords } from "#shared/domain/agreement/groupDifferences.ts";
import { iccInWords, kindsInWords, outstandingInWords, readingsInWords } from "#shared/domain/agreement/comparedInWords.ts";
import type { StudyFacts } from "#shared/domain/agreement/studyFacts.ts";
import { shownInWords } from "#shared/domain/project/blindingWords.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { whatWasCompared } from "./whatWasCompared.ts";

const kruskalWallis = "Kruskal-Wallis tests";
const mannWhitney = "Mann-Whitney U tests (asymptotic, corrected for ties, without continuity correction)";

/**
 * What a paper's methods say of how the readings were made and compared: of locked readings and of comparisons that exist, not of what the protocol plans. What
 * is not submitted yet is said at the end.
 */
export function methodsParagraph(results: AgreementResults, facts: StudyFacts, program: string): string {
  const { study, roles, scores, drawings, differences } = results;
  const { protocol, readings } = study;
  const cases = new Set(readings.map(({ caseCode }) => caseCode)).size;
  const readers = new Set(readings.map(({ readerNumber }) => readerNumber)).size;
  const { icc, kappaWeightings } = protocol.agreement;
  const shown = shownInWords(protocol.blinding);
  const gap = facts.washoutDays;
  const compared = whatWasCompared(results);
  const [ofFeatures, ofGrades] = [iccInWords(compared.features, icc), kindsInWords(compared.grades)];
  return [
    `Readings of ${cases} ${cases === 1 ? "case" : "cases"} by ${readers} ${readers === 1 ? "reader" : "readers"} were compared: ` +
      `${readingsInWords(readings)}, each in an order of their own${
        !protocol.blinding.isBlinded
          ? "; readings were not blinded"
          : facts.brokenBlinds === 0 && facts.seenOpenings === 0
            ? ", blinded to identity, group and each other's readings"
            : ""
      } (${program}).`,
    ...(shown.length > 0 ? [`Readers were shown ${shown.join(", ")}.`] : []),
    ...(gap
      ? [`Between a reader's passes of a case lay ${[...new Set([gap.minimum.toFixed(0), gap.maximum.toFixed(0)])].join(" to ")} days.`]
      : []),
    ...(roles.length > 0
      ? [
          `Features were extracted by PyRadiomics' definitions (${settingsOf(roles)}).` +
            (ofFeatures === "" ? "" : ` Agreement of features was measured by ${ofFeatures}, with 95 % intervals by F.`),
        ]
      : []),
    ...(ofGrades !== ""
      ? [
          `Agreement of grades ${ofGrades} was measured for each muscle and side by Cohen's kappa (${kappaWeightings.join(" and ")}, ` +
            `weights of the full scale; Fleiss, Cohen & Everitt's standard error; of fewer than 30 cases with an interval from 2,000 resamples of cases too)` +
            `${scores.pooled.some(({ cases: pooled }) => pooled > 0) ? ", and over muscles with an interval from such resamples" : ""}.`,
        ]
      : []),
    ...(drawings.overlaps.length > 0
      ? [
          `Drawings were compared in the plane of each slice and pooled over slices by contour length${
            drawings.overlaps.some(({ chosen }) => chosen !== null) ? "; where each reader chose the levels, on slices that both chose" : ""
          }.`,
        ]
      : []),
    ...(differences.length > 0 && differences[0]!.tests > 0
      ? [
          `Groups were compared by ${differences[0]!.differences[0]!.groups.length > 2 ? kruskalWallis : mannWhitney} ` +
            `on the scores of ${sourceInWords(differences[0]!.source)}, ${differences[0]!.tests} tests, ` +
            "with p also adjusted by Holm and by Benjamini and Hochberg.",
        ]
      : []),
    ...(study.leftOut.notSubmitted > 0 ? [outstandingInWords(study.leftOut).trim()] : []),
  ].join(" ");
}

/** Each setting once, with the series that it was used on; parts of a drawing are measured as all of it. */
function settingsOf(roles: AgreementResults["roles"]): string {
  const whole = roles.filter(({ part }) => partKey(part) === "");
  const bySettings = [...Map.groupBy(whole, ({ notes }) => notes[0]!.replace(/\.$/, ""))];
  const settings =
    bySettings.length === 1
      ? bySettings[0]![0]
      : bySettings.map(([words, own]) => `${own.map((role) => role.words).join(", and ")}: ${words}`).join("; ");
  const by = (["level", "segment", "side"] as const).filter((name) => roles.some(({ part }) => part[name] !== null));
  return `${settings}${by.length === 0 ? "" : `; by ${by.join(", by ")} too`}`;
}
