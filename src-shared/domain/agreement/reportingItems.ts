import type { Protocol } from "../project/protocol.ts";
import { hiddenInWords, shownInWords } from "../project/blindingWords.ts";
import { iccInWords, kindsInWords, outstandingInWords, type ComparedKinds } from "./comparedInWords.ts";
import type { Spread, StudyFacts } from "./studyFacts.ts";

/** An item of a reporting guideline as far as the study's own records fill it. */
export interface ReportingItem {
  readonly guideline: "GRRAS" | "QAREL";
  readonly number: number;
  readonly about: string;
  /** What the records say; empty where only the author can write it. */
  readonly statement: string;
  /** Where it is seen: numbers of entries of the log, and the like; empty where the protocol says it. */
  readonly evidence: string;
  /** "yes" and "no" as the records show; "open" where they cannot say it yet; "author" where the author must write or complete it. */
  readonly answer: "yes" | "no" | "open" | "author";
}

/** What the items are filled from. */
export interface StudyRecord {
  readonly protocol: Protocol;
  readonly facts: StudyFacts;
  readonly cases: number;
  readonly readings: number;
  readonly readers: number;
  readonly leftOut: { readonly training: number; readonly excluded: number; readonly withdrawn: number; readonly notSubmitted: number };
  /** The seed of each reader's order of each pass. */
  readonly orders: number;
  /** What features and grades were compared. */
  readonly compared: { readonly features: ComparedKinds; readonly grades: ComparedKinds };
  readonly program: string;
}

const days = ({ minimum, median, maximum }: Spread): string =>
  `${minimum.toFixed(1)} to ${maximum.toFixed(1)} days, median ${median.toFixed(1)}`;
/** That readings were not blinded says the protocol, which was frozen at the start. */
const evidenceOfNone = "the frozen protocol: blinding, isBlinded is false";
const hiddenStatement = ({ blinding }: Protocol): string => {
  const shown = shownInWords(blinding);
  return [
    blinding.isBlinded
      ? `Hidden from readers: ${hiddenInWords(blinding).join(", ")}.`
      : "Readings were not blinded; their desk shows the case's code in place of the name.",
    ...(shown.length > 0 ? [`Shown in readings: ${shown.join(", ")}.`] : []),
  ].join(" ");
};
const logged = (numbers: readonly number[]): string =>
  numbers.length === 0 ? "no such entry in the log" : `entries ${numbers.join(", ")} of the log`;

/**
 * The items of GRRAS (Kottner et al. 2011) and QAREL (Lucas et al. 2010) that a study's protocol and log fill. What the log contradicts is
 * answered "no", with the
 * count; what only the author knows is left to the author.
 */
export function reportingItems(record: StudyRecord): ReportingItem[] {
  return [...grras(record), ...qarel(record)];
}

function grras({ protocol, facts, cases, readings, readers, leftOut, compared, program }: StudyRecord): ReportingItem[] {
  const item = (number: number, about: string, answer: ReportingItem["answer"], statement = "", evidence = ""): ReportingItem => ({
    guideline: "GRRAS",
    number,
    about,
    statement,
    evidence,
    answer,
  });
  const { agreement } = protocol;
  const independent = facts.brokenBlinds + facts.seenOpenings === 0 && protocol.blinding.isBlinded;
  const notBlind = whyNotBlind(facts);
  const [ofFeatures, ofGrades] = [iccInWords(compared.features, agreement.icc), kindsInWords(compared.grades)];
  const statistics = [
    ...(ofFeatures === "" ? [] : [`${ofFeatures} with 95 % F intervals`]),
    ...(ofGrades === "" ? [] : [`kappa ${agreement.kappaWeightings.join(" and ")} ${ofGrades} on the full scale`]),
  ];
  return [
    item(1, "Identify in title or abstract that agreement was investigated", "author"),
    item(
      2,
      "Name and describe the instrument",
      "author",
      `${protocol.forms.map(({ name }) => name).join("; ")}; drawings and scores in ${program}.`,
      "the frozen protocol",
    ),
    item(
      3,
      "Specify the subject population",
      "author",
      `Locked readings of ${cases} cases.${outstandingInWords(leftOut)}`,
      "the list of cases",
    ),
    item(
      4,
      "Specify the rater population",
      "author",
      `${readers} readers; state their specialty and years of experience.`,
      "the list of readers",
    ),
    item(5, "Describe what is already known", "author"),
    item(
      6,
      "Explain how the sample size was chosen",
      "author",
      `The protocol plans ${protocol.readerCount} readers and ${protocol.passes.length} passes.`,
      "the frozen protocol",
    ),
    item(7, "Describe the sampling method", "author"),
    item(
      8,
      "Describe the measurement process",
      "yes",
      `${hiddenStatement(protocol)} ` +
        (facts.washoutDays ? `From submission of a case to its opening in the next pass: ${days(facts.washoutDays)}. ` : "") +
        (facts.minutesPerReading ? `Active time of a reading: median ${facts.minutesPerReading.median.toFixed(1)} minutes.` : ""),
      "times of openings and submissions in the log",
    ),
    item(
      9,
      "State whether ratings were independent",
      independent ? "yes" : "no",
      independent
        ? "Each reader saw the own readings only, until they were locked."
        : protocol.blinding.isBlinded
          ? notBlind.words.trim()
          : "Readings were not blinded.",
      protocol.blinding.isBlinded ? notBlind.evidence : evidenceOfNone,
    ),
    item(
      10,
      "Describe the statistical analysis",
      statistics.length === 0 ? "open" : "yes",
      statistics.length === 0
        ? "Neither features nor grades could be compared yet."
        : `${statistics.join("; ")}; cases complete for the readers compared; ${program}.`,
      "the frozen protocol and the locked readings",
    ),
    item(
      11,
      "State the actual numbers",
      "yes",
      `${cases} cases, ${readers} readers, ${readings} locked readings. Left out: ${leftOut.training} of training cases, ${leftOut.excluded} of excluded cases, ` +
        `${leftOut.withdrawn} withdrawn, ${leftOut.notSubmitted} not submitted.`,
      logged(facts.entries.withdrawals),
    ),
    item(12, "Describe the characteristics of raters and subjects", "author"),
    item(
      13,
      "Report estimates with measures of uncertainty",
      "yes",
      "See the tables: every estimate stands beside its interval, or the reason why it has none.",
    ),
    item(14, "Discuss the practical relevance", "author"),
    item(
      15,
      "Provide detailed results",
      "yes",
      "scores.csv holds every locked reading by case code, features.csv those of which features were extracted.",
    ),
  ];
}

/** Why readings were not blinded although the study is, in words that begin with a blank, and the entries that say so. */
function whyNotBlind({ brokenBlinds, seenOpenings, entries }: StudyFacts): { readonly words: string; readonly evidence: string } {
  return {
    words:
      (brokenBlinds > 0 ? ` The blind was broken ${brokenBlinds} times.` : "") +
      (seenOpenings > 0 ? ` ${seenOpenings} readings were opened by coordinators who could see all readings before.` : ""),
    evidence: logged([...entries.brokenBlinds, ...entries.seenOpenings].toSorted((a, b) => a - b)),
  };
}

/** Only a reading of a later pass can contradict it, or a protocol by which it is not blinded. */
function answerOnOwnFindings({ passes, blinding }: Protocol, facts: StudyFacts): ReportingItem["answer"] {
  if (passes.length < 2) return "author";
  if (!blinding.isBlinded || facts.earlyOpenings > 0) return "no";
  if (facts.washoutDays === null) return "open";
  return facts.seenOpenings > 0 ? "no" : "yes";
}

function qarel({ protocol, facts, orders, readers, leftOut }: StudyRecord): ReportingItem[] {
  const item = (number: number, about: string, answer: ReportingItem["answer"], statement = "", evidence = ""): ReportingItem => ({
    guideline: "QAREL",
    number,
    about,
    statement,
    evidence,
    answer,
  });
  const { isBlinded } = protocol.blinding;
  const shown = shownInWords(protocol.blinding);
  const blinded = isBlinded && facts.brokenBlinds + facts.seenOpenings === 0;
  const { words: broken, evidence: evidenceOfBlind } = whyNotBlind(facts);
  const { words: seen } = whyNotBlind({ ...facts, brokenBlinds: 0 });
  const evidenceOfBlinding = isBlinded ? evidenceOfBlind : evidenceOfNone;
  const blindAnswer = blinded ? "yes" : "no";
  const early = facts.earlyOpenings > 0 ? ` ${facts.earlyOpenings} readings were opened too early.` : "";
  const evidenceOfTimes = facts.earlyOpenings > 0 ? logged(facts.entries.earlyOpenings) : "times of openings and submissions in the log";
  const repeatEntries = [...facts.entries.earlyOpenings, ...facts.entries.seenOpenings].toSorted((a, b) => a - b);
  const evidenceOfRepeats = repeatEntries.length > 0 ? logged(repeatEntries) : evidenceOfTimes;
  const washouts = protocol.passes.flatMap(({ washout }) => washout ?? []);
  const isRepeated = protocol.passes.length > 1;
  const isRepeatOpen = isRepeated && facts.washoutDays === null;
  const noRepeat = isRepeated
    ? `The protocol has ${protocol.passes.length} passes; no reader has locked readings of one case in two of them yet.`
    : "The protocol has one pass.";
  const outstanding = outstandingInWords(leftOut);
  return [
    item(1, "Was the test evaluated in a representative sample of subjects?", "author"),
    item(2, "Was the test performed by representative raters?", "author", `${readers} readers.`, "the list of readers"),
    item(
      3,
      "Were raters blinded to the findings of other raters?",
      blindAnswer,
      `${isBlinded ? "The program shows nobody another reader's work." : "Readings were not blinded: the data folder shows what others drew."}${broken}`,
      evidenceOfBlinding,
    ),
    item(
      4,
      "Were raters blinded to their own prior findings?",
      answerOnOwnFindings(protocol, facts),
      (facts.washoutDays
        ? `${isBlinded ? "Earlier passes are not shown" : "Readings were not blinded: the data folder shows what was drawn before"}; ` +
          `${days(facts.washoutDays)} lay between (protocol: ${washouts.length > 0 ? washouts.join(", ") : "no washout"}).`
        : `${isRepeated && !isBlinded ? "Readings were not blinded: the data folder shows what was drawn before. " : ""}${noRepeat}`) +
        `${early}${seen}${isRepeated ? outstanding : ""}`,
      isBlinded ? evidenceOfRepeats : evidenceOfNone,
    ),
    item(
      5,
      "Were raters blinded to the reference standard?",
      blindAnswer,
      `${isBlinded ? "Groups are kept from readers." : "Readings were not blinded: readers could see whose case it is."}${broken}`,
      evidenceOfBlinding,
    ),
    item(
      6,
      "Were raters blinded to clinical information?",
      blinded && shown.length === 0 ? "yes" : "no",
      (isBlinded ? "" : "Readings were not blinded: readers could see whose case it is. ") +
        `${shown.length === 0 ? "None was shown in readings." : `Shown in readings: ${shown.join(", ")}.`}${broken}`,
      isBlinded ? "the frozen protocol" : evidenceOfNone,
    ),
    item(
      7,
      "Were raters blinded to additional cues?",
      "author",
      (isBlinded
        ? "Series were looked at for burned-in text before the start; sex can be seen in the images."
        : "Readings were not blinded.") + (protocol.blinding.showsModelResults ? " Results of models were shown in readings." : ""),
      isBlinded ? "looks at series in the log" : evidenceOfNone,
    ),
    item(
      8,
      "Was the order of examination varied?",
      "yes",
      `A random order for each reader and pass, ${orders} in all; seeds and positions are in the log.`,
      "entries “reading.make” of the log",
    ),
    item(
      9,
      "Was the time between measurements suitable?",
      // Where the protocol asks for no time between passes, whether it was long enough is the author's to say.
      facts.earlyOpenings > 0 ? "no" : isRepeatOpen ? "open" : facts.washoutDays && washouts.length > 0 ? "yes" : "author",
      `${facts.washoutDays ? days(facts.washoutDays) : noRepeat}${early}${isRepeated ? outstanding : ""}`,
      evidenceOfTimes,
    ),
    item(
      10,
      "Was the test applied and interpreted rightly?",
      "author",
      facts.unlocks > 0 ? `${facts.unlocks} readings were unlocked and submitted again.` : "",
      logged(facts.entries.unlocks),
    ),
    item(11, "Were the statistics right?", "yes", "See GRRAS 10."),
  ];
}
