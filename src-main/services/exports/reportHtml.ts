import { html } from "hono/html";
import type { MeasureRecord } from "#shared/api/measure.ts";
import { measureLines } from "#shared/domain/measure/measureWords.ts";
import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { PredictionExport } from "./predictionDocument.ts";
import { contributionBar, type Markup } from "./reportDrawings.ts";
import { clock, cut, identityLine, named, short, styleOf, verdictOf } from "./reportParts.ts";

export interface ReportContent extends PredictionExport {
  /** PNG of the ROI as it was seen; left out where none was given. */
  readonly picture: Uint8Array | undefined;
  /** The address of the style sheet; where absent the page carries it within itself, so that it can be kept as one file. */
  readonly styleAddress: string | undefined;
}

const shownFeatures = 8;
const shownMeasures = 6;

/**
 * One printable page (A4 or Letter) of one prediction: picture of the ROI, probability with the threshold, class, the inputs that moved it most,
 * inputs outside the training range, measures on the study, provenance, and the research-use notice. All text is escaped. The patient appears
 * only where `identity` is given.
 */
export async function reportHtml(content: ReportContent): Promise<string> {
  const { prediction, image, identity, measures, picture, styleAddress } = content;
  const style = styleOf(styleAddress);
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${prediction.modelName}: ${prediction.source.segmentName}</title>
${style}
</head>
<body>
<main class="${isDense(content) ? "dense" : ""}">
<header>
<div>${title(prediction)}<p>${cut(prediction.intendedUse)}</p></div>
<p class="notice">${researchUseNotice}</p>
</header>
${prediction.notice === null ? "" : html`<p class="bundleNotice">${cut(prediction.notice)}</p>`}
${identity ? identityLine(identity) : ""}
<div class="top ${picture ? "" : "noPicture"}">
${picture ? figure(picture, prediction, image?.label) : ""}
${result(prediction)}
</div>
${inputs(prediction)}
${measuresSection(measures)}
${provenance(content)}
<footer><strong>${researchUseNotice}</strong><span>Fascicle, engine ${prediction.source.engineVersion} · prediction ${prediction.id}</span></footer>
</main>
</body>
</html>
`;
  return page.toString();
}

function title({ modelName, modelVersion }: FeaturePrediction): Markup {
  return html`<h1 class="${modelName.length > 45 ? "long" : ""}">${modelName} <small>${modelVersion}</small></h1>`;
}

/** Whether long names and texts would carry the page beyond one sheet: it is then printed smaller. */
function isDense({ prediction, identity, measures }: ReportContent): boolean {
  const longNames = prediction.inputs.slice(0, shownFeatures).filter(({ feature }) => feature.length > 48).length;
  const texts =
    prediction.modelName.length +
    prediction.intendedUse.length +
    (prediction.notice?.length ?? 0) +
    (identity ? 120 : 0) +
    Math.min(measures.length, shownMeasures) * 60;
  return longNames * 60 + texts + Object.keys(prediction.probabilities).length * 20 > 420;
}

function figure(picture: Uint8Array, { source }: FeaturePrediction, imageLabel: string | undefined): Markup {
  return html`<figure><img src="data:image/png;base64,${Buffer.from(picture).toString("base64")}" alt="The region of interest">
<figcaption>${cut(source.segmentName, 60)}, segmentation revision ${source.segmentationRevision}${imageLabel ? `. ${imageLabel}` : ""}</figcaption></figure>`;
}

function result(prediction: FeaturePrediction): Markup {
  return html`<section>
<h2>Result</h2>
${verdictOf(prediction)}
${outsideNote(prediction)}
</section>`;
}

function outsideNote({ inputs }: FeaturePrediction): Markup | string {
  const outside = inputs.filter(({ outsideTrainingRange }) => outsideTrainingRange);
  if (outside.length === 0) return "";
  const isAllShown = outside.every((input) => inputs.indexOf(input) < shownFeatures);
  const count = html`<strong>${outside.length} of ${inputs.length} inputs ${outside.length === 1 ? "lies" : "lie"} outside the training range</strong>`;
  const where = isAllShown ? " (marked below)" : " (marked below and in the JSON export)";
  return html`<p class="outsideNote">${count}${where}. The model has not seen such values; its answer is an extrapolation.</p>`;
}

function inputs(prediction: FeaturePrediction): Markup {
  const shown = prediction.inputs.slice(0, shownFeatures);
  const isLinear = shown.some(({ contribution }) => contribution !== null);
  const largest = Math.max(...shown.map(({ contribution }) => Math.abs(contribution ?? 0)));
  const left = prediction.inputs.length - shown.length;
  const head = html`<th>Feature</th><th class="number">Value</th><th class="number">Training range</th>`;
  return html`<section class="wide">
<h2>${isLinear ? "The features that moved it most" : "Inputs"}</h2>
<table><thead><tr>${head}${isLinear ? html`<th class="number">Log-odds</th><th></th>` : ""}</tr></thead>
<tbody>${shown.map((input) => inputRow(input, largest))}</tbody></table>
<p class="more">${[
    isLinear
      ? `Log-odds: coefficient times standardised value; right of the line speaks for ${prediction.positiveClass}, left against it.`
      : "",
    left > 0 ? `${left} more ${left === 1 ? "input is" : "inputs are"} in the JSON export.` : "",
  ]
    .join(" ")
    .trim()}</p>
</section>`;
}

function inputRow(
  { feature, value, trainingRange, outsideTrainingRange, contribution }: FeaturePrediction["inputs"][number],
  largest: number,
): Markup {
  const mark = outsideTrainingRange ? html`<span class="outsideMark">outside</span>` : "";
  const cells = [
    html`<td>${breakable(feature)}</td>`,
    html`<td class="number">${short(value)}</td>`,
    html`<td class="number">${mark}${short(trainingRange.min)} – ${short(trainingRange.max)}</td>`,
    contribution === null
      ? ""
      : html`<td class="number">${signed(contribution)}</td><td class="barCell">${contributionBar(contribution, largest)}</td>`,
  ];
  return html`<tr class="${outsideTrainingRange ? "outside" : ""}">${cells}</tr>`;
}

function measuresSection(measures: readonly MeasureRecord[]): Markup | string {
  if (measures.length === 0) return "";
  const left = measures.length - shownMeasures;
  const rows = measures
    .slice(0, shownMeasures)
    .map(
      ({ name, series, where, values, reader }) =>
        html`<tr><td>${cut(name, 40)}</td><td>${measureLines(values).join("; ")}</td><td>${cut(series, 40)}, ${where}</td><td>${cut(reader, 40)}</td></tr>`,
    );
  return html`<section class="wide">
<h2>Measured on the study</h2>
<table><thead><tr><th>Name</th><th>Value</th><th>Where</th><th>Reader</th></tr></thead><tbody>${rows}</tbody></table>
${left > 0 ? html`<p class="more">${left} more ${left === 1 ? "measure is" : "measures are"} in the JSON export.</p>` : ""}
</section>`;
}

function provenance({ prediction, image, drawing }: ReportContent): Markup {
  const { source } = prediction;
  const drawn = drawnWords(drawing, source.segmentNumber);
  const hash = (digits: string) => html`<code>${digits.slice(0, 16)}</code>`;
  const ofImage = image === undefined ? [] : [image.origin, ...image.warnings];
  const model = html`${cut(prediction.modelName, 60)} ${prediction.modelVersion}, ${cut(named(prediction.modelAuthors, 3), 90)}`;
  const run = prediction.modelRun === "without ZipMap" ? "; run without its ZipMap node" : "";
  const rows: [string, Markup | string][] = [
    [
      "Image",
      html`${image?.label ?? "no longer in the data folder"} ${hash(source.imageHash)}${ofImage.map((words) => html`<br>${cut(words)}`)}`,
    ],
    [
      "Segmentation",
      html`${cut(source.segmentName, 60)} (segment ${source.segmentNumber}), revision ${source.segmentationRevision}
${hash(source.maskHash)}${drawn}`,
    ],
    ["Reader", source.reader],
    [
      "Extraction",
      html`Fascicle engine ${source.engineVersion}, ${clock(source.extractedAt)}; ${cut(JSON.stringify(source.settings))} ${hash(source.settingsHash)}`,
    ],
    ["Model", html`${model}; ${prediction.modelLicence}${run} ${hash(prediction.bundleHash)}`],
    ["Predicted", clock(prediction.createdAt)],
  ];
  const list = rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  return html`<section class="wide"><h2>Where it comes from</h2><dl class="provenance">${list}</dl>
<p class="more">In grey: the first 16 digits of the sha256 of voxels, mask, settings and bundle; the JSON export has them whole.</p></section>`;
}

/** Of a segment that came from a file or a model: what was changed in it, and whether somebody checked it. */
function drawnWords(drawing: ReportContent["drawing"], number: number): string {
  const segment = drawing?.segments.find((each) => each.number === number);
  const changed = segment?.change;
  const first = drawing?.firstDrawing;
  const since = changed
    ? `${changed.added} voxels added and ${changed.erased} erased since${changed.dice === null ? "" : ` (Dice ${changed.dice.toFixed(3)})`}`
    : "";
  return [
    ...(first ? [`first drawing from a ${first.source}${since === "" ? "" : `, ${since}`}`] : []),
    ...(segment?.check ? [`checked by ${segment.check.reader}${segment.check.isChanged ? ", not as it was measured" : ""}`] : []),
  ]
    .map((words) => `; ${words}`)
    .join("");
}

/** A long feature name breaks after an underscore. */
function breakable(name: string): Markup[] {
  return name.split("_").map((part, index) => (index === 0 ? html`${part}` : html`_<wbr>${part}`));
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
