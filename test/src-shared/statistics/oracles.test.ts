import { afterAll, expect, test } from "vitest";
import { blandAltman } from "#shared/statistics/agreement/blandAltman.ts";
import { chanceCorrected, type GradeMatrix } from "#shared/statistics/agreement/chanceCorrected.ts";
import { cohenKappa } from "#shared/statistics/agreement/cohenKappa.ts";
import { concordance } from "#shared/statistics/agreement/concordance.ts";
import { gradeTable, gradeWeights, weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import { intraclassCorrelation, satterthwaite } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import { krippendorffAlpha, weightedAlpha } from "#shared/statistics/agreement/krippendorffAlpha.ts";
import { bowkerTest, stuartMaxwellTest } from "#shared/statistics/agreement/marginalTests.ts";
import { meanSquares } from "#shared/statistics/agreement/meanSquares.ts";
import { measurementError } from "#shared/statistics/agreement/measurementError.ts";
import { chiSquaredUpper } from "#shared/statistics/distributions/chiSquared.ts";
import { majority, patternAt, staple, votePatterns } from "#shared/statistics/overlap/consensus.ts";
import { countVoxels, diceOf, jaccardOf, type MaskPair } from "#shared/statistics/overlap/maskPair.ts";
import { sliceOverlap } from "#shared/statistics/overlap/sliceOverlap.ts";
import { volumeDistances } from "#shared/statistics/overlap/volumeDistances.ts";
import { adjustP, type Adjustment } from "#shared/statistics/tests/adjustP.ts";
import { kendallTau, pearson, spearman, spearmanExact } from "#shared/statistics/tests/correlation.ts";
import { mannWhitney } from "#shared/statistics/tests/mannWhitney.ts";
import { mcnemar } from "#shared/statistics/tests/mcnemar.ts";
import { friedman, kendallW, kruskalWallis } from "#shared/statistics/tests/rankAnova.ts";
import { signedRank } from "#shared/statistics/tests/signedRank.ts";
import { noSharedData } from "../../sharedData.ts";
import { collectDifferences, oracleFile, outputOf, type OracleCase } from "./oracleDifferences.ts";

const differences = collectDifferences();
afterAll(() => differences.print());

const casesOf = (file: string, list: string) => oracleFile(file)[list] as OracleCase[];
type Numbers = (number | null)[];

function pairsOf({ input }: OracleCase): { x: number[]; y: number[] } {
  const [x, y] = [(input["x"] ?? input["a"]) as Numbers, (input["y"] ?? input["b"]) as Numbers];
  const kept = x.flatMap((value, index) => (value === null || y[index] === null ? [] : [[value, y[index]!] as const]));
  return { x: kept.map(([value]) => value), y: kept.map(([, value]) => value) };
}

test.skipIf(noSharedData)("ICC: the definition in exact arithmetic, with intervals", () => {
  for (const entry of casesOf("icc.json", "cases")) {
    const table = (entry.input["x"] as Numbers[]).filter((row) => !row.includes(null)) as number[][];
    const output = outputOf(entry, "definition: McGraw & Wong")!;
    const icc = intraclassCorrelation(table);
    const forms = { "ICC(1)": "1", "ICC(A,1)": "A,1", "ICC(C,1)": "C,1", "ICC(k)": "1,k", "ICC(A,k)": "A,k", "ICC(C,k)": "C,k" } as const;
    (output["type"] as (keyof typeof forms)[]).forEach((name, at) => {
      const ours = icc[forms[name]];
      for (const [key, theirs] of [
        ["value", "ICC"],
        ["lower", "lower"],
        ["upper", "upper"],
      ] as const)
        differences.add("icc.json", entry.id, `${name} ${key}`, ours[key], (output[theirs] as (number | null)[])[at]);
    });
    const squares = meanSquares(table);
    differences.add("icc.json", entry.id, "no variation", squares.hasNoVariation, output["noVariance"]);
    if (typeof output["v"] === "number") differences.add("icc.json", entry.id, "v", satterthwaite(squares, icc["A,1"].value!), output["v"]);
    // psych's test of 0; it returns noise for constant data, and its digits are lost at a huge offset.
    const psych = outputOf(entry, "psych::ICC(x[complete.cases(x),], lmer=FALSE, alpha=0.05)") as Record<string, number[]> | undefined;
    if (!psych || entry.id.startsWith("edge") || entry.id.includes("offset") || entry.id.includes("nearzero")) continue;
    (psych["type"] as unknown as string[]).forEach((name, at) => {
      const ours = icc[({ ICC1: "1", ICC2: "A,1", ICC3: "C,1", ICC1k: "1,k", ICC2k: "A,k", ICC3k: "C,k" } as const)[name as "ICC1"]];
      differences.add("icc.json psych: F and p", entry.id, `${name} F`, ours.f, psych["F"]![at]);
      differences.add("icc.json psych: F and p", entry.id, `${name} p`, ours.p, psych["p"]?.[at] ?? ours.p);
    });
  }
  expect(differences.above(1e-9, ["icc.json", "icc.json psych: F and p"])).toEqual([]);
});

test.skipIf(noSharedData)("kappa of two readers: vcd on the full scale, irrCAC, Bowker, Stuart-Maxwell", () => {
  for (const entry of casesOf("kappa.json", "pairs")) {
    const { x, y } = entry.input["table"] ? { x: [], y: [] } : pairsOf(entry);
    const grades = entry.levels!.length;
    const table = (entry.input["table"] as number[][] | undefined) ?? gradeTable(x, y, grades);
    const matrix: GradeMatrix = entry.input["table"]
      ? table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])))
      : x.map((grade, index) => [grade, y[index]!]);
    for (const weighting of weightings) {
      const vcd = outputOf(
        entry,
        `vcd::Kappa(table(factor(a,0:5),factor(b,0:5)), weights='${weighting === "quadratic" ? "Fleiss-Cohen" : "Equal-Spacing"}'`,
      )!;
      const name = weighting === "unweighted" ? "unweighted" : "weighted";
      const kappa = cohenKappa(table, gradeWeights(weighting, grades));
      differences.add("kappa.json pairs: vcd", entry.id, weighting, kappa.value, vcd[name]);
      // Where one reader gave one grade the SE is 0 by construction; vcd prints the root of a rounding error, about 1e-6.
      const isByConstruction = kappa.reason?.includes("by construction") === true;
      if (isByConstruction) differences.add("kappa.json pairs: SE 0 by construction, to 1e-5", entry.id, weighting, 0, vcd[`${name}ASE`]);
      else differences.add("kappa.json pairs: vcd", entry.id, `${weighting} SE`, kappa.se, vcd[`${name}ASE`]);
      if (kappa.lower !== null) {
        const limits = vcd[`${name}CI95`] as number[];
        differences.add("kappa.json pairs: vcd", entry.id, `${weighting} lower`, kappa.lower, Math.max(-1, limits[0]!));
        differences.add("kappa.json pairs: vcd", entry.id, `${weighting} upper`, kappa.upper, Math.min(1, limits[1]!));
      }
      compareIrrCac(
        "kappa.json pairs: irrCAC",
        entry,
        matrix,
        grades,
        weighting,
        `(cbind(a,b), weights=<${weighting} 6x6 matrix>, categ.labels=0:5)`,
      );
    }
    const bowker = bowkerTest(table);
    const python = pythonCase("kappaPairs", entry.id);
    const symmetry = outputOf(python, "statsmodels SquareTable")!;
    differences.add("kappa.json Bowker", entry.id, "statistic", bowker.statistic, symmetry["bowker"]);
    const maxwell = outputOf(entry, "DescTools::StuartMaxwellTest")!;
    if ("error" in maxwell) continue;
    const ours = stuartMaxwellTest(table);
    differences.add("kappa.json Stuart-Maxwell", entry.id, "statistic", ours.statistic, (maxwell["statistic"] as number[][])[0]![0]);
    // The other program takes the degrees of freedom from the scale, we from the grades on which readers differ: its p from our statistic.
    const p = chiSquaredUpper(ours.statistic!, maxwell["df"] as number);
    differences.add("kappa.json Stuart-Maxwell", entry.id, "p at its df", p, (maxwell["p"] as number[][])[0]![0]);
  }
  expect(differences.above(1e-5, ["kappa.json pairs: SE 0 by construction, to 1e-5"])).toEqual([]);
  expect(
    differences.above(1e-9, ["kappa.json pairs: vcd", "kappa.json pairs: irrCAC", "kappa.json Bowker", "kappa.json Stuart-Maxwell"]),
  ).toEqual([]);
});

test.skipIf(noSharedData)("more than two readers: irrCAC, krippendorff, irr's Light and Kendall", () => {
  for (const entry of casesOf("kappa.json", "multi")) {
    const grades = entry.levels!.length;
    const matrix = entry.input["x"] as Numbers[];
    for (const weighting of weightings)
      compareIrrCac("kappa.json multi: irrCAC", entry, matrix, grades, weighting, `(x, weights=<${weighting} matrix on the full scale>`);
    const python = pythonCase("kappaMulti", entry.id);
    for (const level of ["nominal", "ordinal", "interval"] as const) {
      const theirs = python.calls.find(({ call }) => call.includes(`level_of_measurement='${level}'`))!.output;
      differences.add("tests-python.json alpha", entry.id, level, krippendorffAlpha(matrix, grades, level).value, theirs);
    }
    const complete = matrix.filter((row) => !row.includes(null)) as number[][];
    const kendall = outputOf(entry, "irr::kendall")!;
    const w = kendallW(complete);
    differences.add("kappa.json Kendall's W", entry.id, "W", w.w, kendall["value"]);
    differences.add("kappa.json Kendall's W", entry.id, "p", w.p, kendall["p"]);
    const light: number[] = [];
    const weights = gradeWeights("unweighted", grades);
    for (let i = 0; i < complete[0]!.length; i++)
      for (let j = 0; j < i; j++)
        light.push(
          cohenKappa(
            gradeTable(
              complete.map((row) => row[j]!),
              complete.map((row) => row[i]!),
              grades,
            ),
            weights,
          ).value!,
        );
    const mean = light.reduce((sum, value) => sum + value, 0) / light.length;
    differences.add("kappa.json Light", entry.id, "mean of pairs", mean, outputOf(entry, "irr::kappam.light")!["value"]);
  }
  expect(
    differences.above(1e-9, ["kappa.json multi: irrCAC", "tests-python.json alpha", "kappa.json Kendall's W", "kappa.json Light"]),
  ).toEqual([]);
});

function compareIrrCac(
  part: string,
  entry: OracleCase,
  matrix: GradeMatrix,
  grades: number,
  weighting: (typeof weightings)[number],
  call: string,
): void {
  const weights = gradeWeights(weighting, grades);
  const models = {
    "gwet.ac1.raw": "ac",
    "fleiss.kappa.raw": "fleiss",
    "conger.kappa.raw": "conger",
    "bp.coeff.raw": "brennanPrediger",
    "krippen.alpha.raw": "alpha",
  } as const;
  for (const [name, model] of Object.entries(models)) {
    const theirs = outputOf(entry, `irrCAC::${name}${call}`)!;
    const ours = model === "alpha" ? weightedAlpha(matrix, weights) : chanceCorrected(matrix, weights, model);
    // Where the agreement is what chance gives on every subject, both the value and its error are 0 up to rounding, which 1 / (1 - pe) enlarges there.
    differences.add(part, entry.id, `${name} ${weighting}`, ours.value, theirs["value"]);
    differences.add(part, entry.id, `${name} ${weighting} SE`, ours.se, theirs["se"]);
    if (ours.lower === null) continue;
    const limits = theirs["ci95"] as number[];
    differences.add(part, entry.id, `${name} ${weighting} lower`, ours.lower, limits[0]);
    differences.add(part, entry.id, `${name} ${weighting} upper`, ours.upper, limits[1]);
  }
}

function pythonCase(list: string, id: string): OracleCase {
  return casesOf("tests-python.json", list).find((other) => other.id === id)!;
}

test.skipIf(noSharedData)("continuous: Bland-Altman with both intervals, errors of measurement, concordance", () => {
  for (const entry of casesOf("continuous.json", "cases")) {
    const { x, y } = pairsOf(entry);
    const ours = blandAltman(x, y);
    const plain = outputOf(entry, "Bland-Altman")!;
    const add = (part: string, what: string, our: unknown, theirs: unknown) => differences.add(part, entry.id, what, our, theirs);
    const limits = (part: string, what: string, our: { lower: number; upper: number }, theirs: unknown) => {
      add(part, `${what} from`, our.lower, (theirs as number[])[0]);
      add(part, `${what} to`, our.upper, (theirs as number[])[1]);
    };
    add("continuous.json", "bias", ours.bias, plain["bias"]);
    add("continuous.json", "sd", ours.sd, plain["sdDiff"]);
    limits("continuous.json", "limits", { lower: ours.lower!, upper: ours.upper! }, plain["loa"]);
    const { approximate, exact } = ours.intervals!;
    limits("continuous.json", "bias", approximate.bias, plain["biasCI"]);
    limits("continuous.json", "lower limit", approximate.lower, plain["loaLowerCI"]);
    limits("continuous.json", "upper limit", approximate.upper, plain["loaUpperCI"]);
    const carkeet = outputOf(entry, "exact intervals")!;
    limits("continuous.json exact limits", "lower limit", exact.lower, carkeet["lowerCI"]);
    limits("continuous.json exact limits", "upper limit", exact.upper, carkeet["upperCI"]);
    const slope = outputOf(entry, "proportional bias")!;
    add("continuous.json", "slope", ours.slope, slope["slope"]);
    add("continuous.json", "p of the slope", ours.slopeP, slope["slopeP"]);
    const theirs = outputOf(entry, "SEM")!;
    const errors = measurementError(x.map((value, index) => [value, y[index]!]));
    add("continuous.json", "SEM agreement", errors.sem.agreement, theirs["SEMagreement"]);
    add("continuous.json", "SEM consistency", errors.sem.consistency, theirs["SEMconsistency"]);
    add("continuous.json", "SDC agreement", errors.sdc.agreement, theirs["SDCagreement"]);
    add("continuous.json", "SDC consistency", errors.sdc.consistency, theirs["SDCconsistency"]);
    add("continuous.json", "CV rms", errors.cv.rms, theirs["wCVrms"]);
    add("continuous.json", "CV log", errors.cv.log, theirs["wCVlog"]);
    add("continuous.json", "CV ratio", errors.cv.ratio, theirs["wCVratio"]);
    limits(
      "continuous.json",
      "repeatability",
      { lower: errors.repeatability.lower!, upper: errors.repeatability.upper! },
      theirs["RCcI95"],
    );
    const ccc = concordance(x, y);
    const lin = outputOf(entry, "epiR::epi.ccc(a,b,ci='z-transform')")!;
    add("continuous.json", "CCC", ccc.value, lin["est"]);
    limits("continuous.json", "CCC", { lower: ccc.lower!, upper: ccc.upper! }, [lin["lower"], lin["upper"]]);
  }
  expect(differences.above(1e-9, ["continuous.json", "continuous.json exact limits"])).toEqual([]);
});

test.skipIf(noSharedData)("two groups: R's correct = FALSE, coin, the exact definition, pROC's DeLong", () => {
  for (const entry of casesOf("tests-r.json", "mannWhitney")) {
    const [x, y] = [entry.input["x"], entry.input["y"]].map((values) => (values as Numbers).filter((value) => value !== null));
    const ours = mannWhitney(x!, y!);
    const add = (what: string, our: unknown, theirs: unknown) => differences.add("tests-r.json Mann-Whitney", entry.id, what, our, theirs);
    const asymptotic = outputOf(entry, "stats::wilcox.test(x,y,exact=FALSE,correct=FALSE,alternative='two.sided')")!;
    const roc = outputOf(entry, "pROC::roc")!;
    add("W", ours.u, asymptotic["W"]);
    if (entry.id.includes("all-equal")) {
      // R and SciPy 1.10 divide 0 by 0 here.
      for (const [what, value] of [
        ["p", ours.p],
        ["exact p", ours.pExact],
      ] as const)
        add(`${what} of equal values`, value, 1);
      continue;
    }
    add("p", ours.p, asymptotic["p"]);
    add(
      "p of SciPy",
      ours.p,
      outputOf(pythonCase("mannWhitney", entry.id), "scipy.stats.mannwhitneyu(x,y,method='asymptotic',use_continuity=False)")!["p"],
    );
    add("exact p", ours.pExact, outputOf(entry, "definition: exact")!["pTwoSided"]);
    add("AUC", ours.auc, roc["auc"]);
    add("rank-biserial", ours.rankBiserial, roc["rankBiserial"]);
    const [from, , to] = roc["ci"] as number[];
    add("AUC lower", ours.lower, from);
    add("AUC upper", ours.upper, to);
  }
  expect(differences.above(1e-9, ["tests-r.json Mann-Whitney"])).toEqual([]);
});

test.skipIf(noSharedData)("pairs: signed rank by both methods for zeros, correlations", () => {
  for (const entry of casesOf("tests-r.json", "paired")) {
    const { x, y } = pairsOf(entry);
    const add = (part: string, what: string, our: unknown, theirs: unknown) => differences.add(part, entry.id, what, our, theirs);
    const dropped = signedRank(x, y);
    const wilcox = outputOf(entry, "stats::wilcox.test(x,y,paired=TRUE,exact=FALSE,correct=FALSE)")!;
    add("tests-r.json signed rank", "V", dropped.v, wilcox["V"]);
    add("tests-r.json signed rank", "p", dropped.p, wilcox["p"]);
    const pratt = signedRank(x, y, "pratt");
    const coin = outputOf(entry, "coin::wilcoxsign_test(x~y, zero.method='Pratt', distribution='asymptotic')")!;
    add("tests-r.json signed rank", "Z by Pratt", pratt.z, coin["Z"]);
    add("tests-r.json signed rank", "p by Pratt", pratt.p, coin["p"]);
    const exact = outputOf(entry, "coin::wilcoxsign_test(x~y, zero.method='Pratt', distribution='exact')")!;
    add("tests-r.json signed rank", "exact p by Pratt", pratt.pExact, exact["p"]);
    for (const [name, our] of [
      ["pearson", pearson(x, y)],
      ["spearman", spearman(x, y)],
      ["kendall", kendallTau(x, y)],
    ] as const) {
      const theirs = outputOf(entry, `stats::cor.test(x,y,method='${name}',exact=FALSE)`)!;
      add("tests-r.json correlations", name, our.value, theirs["estimate"]);
      add("tests-r.json correlations", `p of ${name}`, our.p, theirs["p"]);
      const limits = theirs["ci"] as number[] | null;
      if (limits && "lower" in our) {
        add("tests-r.json correlations", `${name} lower`, our.lower, limits[0]);
        add("tests-r.json correlations", `${name} upper`, our.upper, limits[1]);
      }
    }
    const exactSpearman = outputOf(entry, "stats::cor.test(method='spearman',exact=TRUE)");
    if (exactSpearman && x.length <= 9) add("tests-r.json correlations", "exact p of spearman", spearmanExact(x, y), exactSpearman["p"]);
  }
  expect(differences.above(1e-9, ["tests-r.json signed rank", "tests-r.json correlations"])).toEqual([]);
});

test.skipIf(noSharedData)("McNemar, Kruskal-Wallis, Friedman, adjusted p", () => {
  for (const entry of casesOf("tests-r.json", "mcnemar")) {
    const [[, b], [c]] = entry.input["table"] as [[number, number], [number, number]];
    const ours = mcnemar(b, c);
    const add = (what: string, our: unknown, theirs: unknown) => differences.add("tests-r.json McNemar", entry.id, what, our, theirs);
    const [plain, corrected] = ["FALSE", "TRUE"].map((word) => outputOf(entry, `stats::mcnemar.test(correct=${word})`)!);
    add("statistic", ours.statistic, plain!["statistic"]);
    add("p", ours.p, plain!["p"]);
    add("corrected", ours.statisticCorrected, corrected!["statistic"]);
    add("corrected p", ours.pCorrected, corrected!["p"]);
    add("exact", ours.pExact, outputOf(entry, "exact: binom.test")!["p"]);
    if (b !== c) add("mid-p", ours.pMid, outputOf(entry, "mid-p")!["p"]);
  }
  for (const entry of casesOf("tests-r.json", "kruskal")) {
    const groups = (entry.input["groups"] as Numbers[]).map((group) => group.filter((value) => value !== null));
    const add = (what: string, our: unknown, theirs: unknown) =>
      differences.add("tests-r.json Kruskal, Friedman", entry.id, what, our, theirs);
    const h = kruskalWallis(groups);
    const theirs = outputOf(entry, "stats::kruskal.test")!;
    add("H", h.statistic, theirs["H"]);
    add("p", h.p, theirs["p"]);
    const chi = friedman(entry.input["friedman"] as number[][]);
    const other = outputOf(entry, "stats::friedman.test")!;
    add("chi-squared", chi.statistic, other["chi2"]);
    add("p of Friedman", chi.p, other["p"]);
  }
  const names: Record<string, Adjustment> = { BH: "bh", BY: "by", holm: "holm", hochberg: "hochberg", bonferroni: "bonferroni" };
  for (const entry of casesOf("tests-r.json", "pAdjust")) {
    for (const [name, adjustment] of Object.entries(names)) {
      const theirs = outputOf(entry, `stats::p.adjust(p,'${name}')`)!["p"] as Numbers;
      adjustP(entry.input["p"] as Numbers, adjustment).forEach((p, at) =>
        differences.add("tests-r.json p.adjust", entry.id, name, p, theirs[at]),
      );
    }
  }
  expect(differences.above(1e-9, ["tests-r.json McNemar", "tests-r.json Kruskal, Friedman", "tests-r.json p.adjust"])).toEqual([]);
});

function maskOf(runs: readonly number[], length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let at = 0; at < runs.length; at += 2) mask.fill(1, runs[at], runs[at]! + runs[at + 1]!);
  return mask;
}

function pairOf(entry: OracleCase): MaskPair {
  const [slices, rows, columns] = entry["shape_zyx"] as [number, number, number];
  const [sz, sy, sx] = entry["spacing_zyx_mm"] as [number, number, number];
  const length = slices * rows * columns;
  return {
    a: maskOf(entry["a_rle"] as number[], length),
    b: maskOf(entry["b_rle"] as number[], length),
    size: [columns, rows, slices],
    spacingMm: [sx, sy, sz],
  };
}

test.skipIf(noSharedData)("segmentations: MetricsReloaded in 3D, surface-distance per slice", () => {
  for (const entry of casesOf("segmentation.json", "pairs")) {
    const pair = pairOf(entry);
    const counts = countVoxels(pair.a, pair.b);
    const theirs = outputOf(entry, "counts")!;
    const add = (part: string, what: string, our: unknown, their: unknown) =>
      differences.add(`segmentation.json ${part}`, entry.id, what, our, their);
    add("counts", "A", counts.a, theirs["a"]);
    add("counts", "B", counts.b, theirs["b"]);
    add("counts", "both", counts.both, theirs["intersection"]);
    const metrics = outputOf(entry, "MetricsReloaded")!;
    const tau = Number(/nsd@(.*)mm/.exec(Object.keys(metrics).find((key) => key.startsWith("nsd"))!)![1]);
    const isEmpty = counts.a + counts.b === 0;
    // Both empty: MetricsReloaded says 1, we say that nothing is defined.
    add("counts", "Dice", diceOf(counts), isEmpty ? null : metrics["dsc"]);
    add("counts", "Jaccard", jaccardOf(counts), isEmpty ? null : metrics["iou"]);
    const ours = volumeDistances(pair, tau);
    for (const [name, other] of [
      ["hd", "hausdorff"],
      ["hd95", "hd95_maxOfDirections"],
      ["assd", "assd_pooled"],
      ["surfaceDice", `nsd@${tau}mm`],
    ] as const)
      add("3D", name, ours?.[name], counts.a > 0 && counts.b > 0 ? metrics[other] : null);
    const slices = sliceOverlap(pair, tau);
    const others = outputOf(entry, "per slice, 2D") as unknown as Record<string, unknown>[];
    add("per slice", "slices", slices.each.length, others.length);
    others.forEach((other, at) => {
      const own = slices.each[at]!;
      for (const name of ["slice", "dice", "hd", "hd95", "surfaceDice"] as const)
        add("per slice", `${name} of slice ${own.slice}`, own[name], other[name]);
      const average = other["average"] as number[] | undefined;
      add("per slice", "mean of A", own.average?.[0], average?.[0]);
      add("per slice", "mean of B", own.average?.[1], average?.[1]);
    });
    const path = outputOf(entry, "added path length")!;
    add(
      "added path",
      "pixels",
      slices.each.reduce((sum, { addedPath }) => sum + addedPath.pixels, 0),
      path["addedVoxels"],
    );
    add(
      "added path",
      "mm",
      slices.each.reduce((sum, { addedPath }) => sum + addedPath.lengthMm, 0),
      path["addedLengthMm_pixelCountTimesSpacing"],
    );
  }
  const parts = ["counts", "3D", "per slice", "added path"].map((part) => `segmentation.json ${part}`);
  expect(differences.above(1e-9, parts)).toEqual([]);
});

test.skipIf(noSharedData)("consensus: ITK's STAPLE and votes", () => {
  for (const entry of casesOf("segmentation.json", "consensus")) {
    const length = (entry["shape_zyx"] as number[]).reduce((product, count) => product * count, 1);
    const masks = (entry["readers_rle"] as number[][]).map((runs) => maskOf(runs, length));
    const ours = staple(votePatterns(masks));
    const theirs = outputOf(entry, "itk::STAPLE")!;
    const add = (what: string, our: unknown, their: unknown) => differences.add("segmentation.json STAPLE", entry.id, what, our, their);
    add("iterations", ours.iterations, theirs["iterations"]);
    ours.sensitivity.forEach((value, reader) => add(`sensitivity ${reader}`, value, (theirs["sensitivity"] as number[])[reader]));
    ours.specificity.forEach((value, reader) => add(`specificity ${reader}`, value, (theirs["specificity"] as number[])[reader]));
    const byVotes = theirs["probabilityByVotes_readers0..k-1"] as Record<string, number>;
    for (const [votes, probability] of Object.entries(byVotes)) {
      const pattern = Array.from(votes).reduce((sum, vote, reader) => sum + (Number(vote) << reader), 0);
      add(`probability ${votes}`, ours.probability[pattern], probability);
    }
    let inside = 0;
    for (let at = 0; at < length; at++) if (ours.probability[patternAt(masks, at)]! >= 0.5) inside += 1;
    add("inside", inside, theirs["voxels>=0.5"]);
    const votes = majority(masks);
    const expected = theirs["majority"] as { foreground: number; undecided: number };
    add("majority", votes.filter((value) => value === 1).length, expected.foreground);
    add("undecided", votes.filter((value) => value === 255).length, expected.undecided);
  }
  expect(differences.above(1e-6, ["segmentation.json STAPLE"])).toEqual([]);
});
