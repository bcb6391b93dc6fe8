import { html } from "hono/html";
import type { NetworkPrediction } from "#shared/domain/modelBundle.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Identity, ImageDescription } from "./describeImage.ts";
import type { Markup } from "./reportDrawings.ts";
import { clock, cut, identityLine, named, short, styleOf, verdictOf } from "./reportParts.ts";

export interface NetworkReportContent {
  readonly prediction: NetworkPrediction;
  /** Of the images in the order of the prediction's; undefined where one has left the data folder since. */
  readonly images: ReadonlyArray<ImageDescription | undefined>;
  /** Of the training data; undefined where the network is no longer installed. */
  readonly licenceOfData: string | undefined;
  /** Only where it was asked for. */
  readonly identity: Identity | undefined;
  /** The address of the style sheet; where absent the page carries it within itself, so that it can be kept as one file. */
  readonly styleAddress: string | undefined;
}

/**
 * A printable page (A4 or Letter) of what a network said of images: the result, what lies outside of its training data, the scores of members and folds, what
 * it was given, licences, and the research-use notice. All text is escaped. The patient appears only where `identity` is given.
 */
export async function networkReportHtml(content: NetworkReportContent): Promise<string> {
  const { prediction, identity, styleAddress } = content;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${prediction.modelName}</title>
${styleOf(styleAddress)}
</head>
<body>
<main>
<header>
<div><h1 class="${prediction.modelName.length > 45 ? "long" : ""}">${prediction.modelName} <small>${prediction.modelVersion}</small></h1>
<p>${cut(prediction.intendedUse)}</p></div>
<p class="notice">${researchUseNotice}</p>
</header>
${prediction.notice === null ? "" : html`<p class="bundleNotice">${cut(prediction.notice)}</p>`}
${identity ? identityLine(identity) : ""}
<div class="top noPicture">${result(prediction)}</div>
${members(prediction)}
${given(content)}
${provenance(content)}
<footer><strong>${researchUseNotice}</strong><span>Fascicle · prediction ${prediction.id}</span></footer>
</main>
</body>
</html>
`;
  return page.toString();
}

function result(prediction: NetworkPrediction): Markup {
  const notes = prediction.run?.notes ?? [];
  return html`<section>
<h2>Result</h2>
${prediction.kind === "value" ? valueOf(prediction.value) : verdictOf(prediction)}
${notes.map((note) => html`<p class="outsideNote">${note}</p>`)}
</section>`;
}

function valueOf({ name, unit, number }: { readonly name: string; readonly unit: string; readonly number: number }): Markup {
  return html`<div class="verdict"><strong><small>${name}</small>${short(number)} ${unit}</strong></div>`;
}

function members({ run }: NetworkPrediction): Markup | string {
  if (!run) return "";
  const rows = run.members.map(
    ({ name, weight, score, folds }) =>
      html`<tr><td>${name}</td><td class="number">${short(weight)}</td><td class="number">${short(score)}</td>
<td>${folds.map(short).join(", ")}</td></tr>`,
  );
  return html`<section class="wide">
<h2>Scores of members and folds</h2>
<table><thead><tr><th>Member</th><th class="number">Weight</th><th class="number">Score</th><th>Folds</th></tr></thead><tbody>${rows}</tbody></table>
</section>`;
}

function given({ prediction, images }: NetworkReportContent): Markup {
  const rows = prediction.source.volumes.map(({ name, imageHash }, at) => {
    const image = images[at];
    const about = image ? [image.label, image.origin, ...image.warnings] : ["no longer in the data folder"];
    return html`<tr><td>${name ?? ""}</td><td>${cut(about.filter(Boolean).join("; "))}</td><td><code>${imageHash.slice(0, 16)}</code></td></tr>`;
  });
  const columns = Object.entries(prediction.run?.row ?? {}).map(
    ([name, value]) => html`<tr><td>${name}</td><td>${short(value)}</td><td></td></tr>`,
  );
  return html`<section class="wide">
<h2>What it was given</h2>
<table><thead><tr><th>Name</th><th>Image or value</th><th>sha256</th></tr></thead><tbody>${rows}${columns}</tbody></table>
</section>`;
}

function provenance({ prediction, licenceOfData }: NetworkReportContent): Markup {
  const { run, modelLicence, modelAuthors } = prediction;
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
  const rows: Array<readonly [string, Markup | string]> = [
    [
      "Network",
      html`${cut(prediction.modelName, 60)} ${prediction.modelVersion}, ${cut(named(modelAuthors, 3), 90)}
<code>${prediction.bundleHash.slice(0, 16)}</code>`,
    ],
    ["Licences", `weights: ${modelLicence}; training data: ${licenceOfData ?? "not known here, the network is no longer installed"}`],
    ...(run
      ? ([
          ["Reader", run.reader],
          ["Run", `${short(run.seconds)} s, ${megabytes(run.peakBytes)} of memory (about ${megabytes(run.estimatedBytes)} estimated)`],
        ] as const)
      : []),
    ["Predicted", clock(prediction.createdAt)],
  ];
  const list = rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  return html`<section class="wide"><h2>Where it comes from</h2><dl class="provenance">${list}</dl>
<p class="more">In grey: the first 16 digits of the sha256 of voxels and bundle; the JSON export has them whole.</p></section>`;
}
