import { html, raw } from "hono/html";
import { formatProbability } from "#shared/domain/formatProbability.ts";
import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";
import type { PredictionExport } from "./predictionDocument.ts";
import { probabilityScale, type Markup } from "./reportDrawings.ts";
import { reportStyle } from "./reportStyle.ts";

const shownClasses = 4;

/** The style sheet by its address, or within the page where there is none. */
export function styleOf(address: string | undefined): Markup {
  return address === undefined ? html`<style>${raw(reportStyle)}</style>` : html`<link rel="stylesheet" href="${address}">`;
}

/** Who the patient is, for a report that was asked for with it. */
export function identityLine(identity: NonNullable<PredictionExport["identity"]>): Markup {
  const parts = [
    ["Patient", identity.patientName.replaceAll("^", " ").trim()],
    ["ID", identity.patientId],
    ["Study", [identity.studyDate, identity.studyDescription].filter(Boolean).join(", ")],
    ["Series", identity.seriesDescription],
  ].filter(([, value]) => value !== "");
  return html`<dl class="identity">${parts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The class, the probability beside the threshold, and the other classes where there are several. */
export function verdictOf({
  positiveClass,
  positiveProbability,
  threshold,
  predictedClass,
  probabilities,
}: Pick<FeaturePrediction, "positiveClass" | "positiveProbability" | "threshold" | "predictedClass" | "probabilities">): Markup {
  const reached = positiveProbability >= threshold;
  const classes = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  const isLong = Math.max(predictedClass.length, positiveClass.length) > 18;
  const verdict = html`<strong><small>Predicted class</small>${predictedClass}</strong>`;
  const certainty = html`<span><small>Probability of ${positiveClass}</small>${formatProbability(positiveProbability)}</span>`;
  const limit = html`the threshold of ${Number(threshold.toPrecision(4))} that the model's authors set.`;
  return html`<div class="verdict ${isLong ? "long" : ""}">${verdict}${certainty}</div>
${probabilityScale(positiveProbability, threshold)}
${classes.length > 2 ? classTable(classes) : ""}
<p class="sentence">The probability of ${positiveClass} ${reached ? "reaches" : "is below"} ${limit}</p>`;
}

function classTable(classes: ReadonlyArray<readonly [string, number]>): Markup {
  const rows = classes
    .slice(0, shownClasses)
    .map(([name, probability]) => html`<tr><td>${name}</td><td class="number">${formatProbability(probability)}</td></tr>`);
  return html`<table class="classes"><tbody>${rows}</tbody></table>`;
}

/** "2026-01-02 03:04 UTC" */
export function clock(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Four significant digits; powers of ten where the number would be long. */
export function short(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return rounded !== 0 && (Math.abs(rounded) >= 1e6 || Math.abs(rounded) < 1e-3) ? rounded.toExponential() : String(rounded);
}

/** The page is one page: what could be long is cut, and stands whole in the JSON export. */
export function cut(text: string, most = 200): string {
  return text.length > most ? `${text.slice(0, text.lastIndexOf(" ", most - 2)).replace(/[,;:.]$/, "")} …` : text;
}

/** The first names, and how many more there are. */
export function named(names: readonly string[], most: number): string {
  return names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", ");
}
