import { html } from "hono/html";
import { formatProbability } from "#shared/domain/formatProbability.ts";

/** Markup whose text is escaped. */
export type Markup = ReturnType<typeof html>;

const width = 300;

/** A bar from 0 to 1 filled up to the probability, with the threshold drawn across it. */
export function probabilityScale(probability: number, threshold: number): Markup {
  const at = (value: number) => (value * width).toFixed(2);
  const anchor = threshold < 0.12 ? "start" : threshold > 0.88 ? "end" : "middle";
  const label = `Probability ${formatProbability(probability)}, threshold ${formatProbability(threshold)}`;
  return html`<svg class="scale" viewBox="0 0 ${width} 41" role="img" aria-label="${label}">
<text class="thresholdLabel" x="${at(threshold)}" y="8" text-anchor="${anchor}">threshold ${Number(threshold.toPrecision(4))}</text>
<rect class="track" x="0" y="13" width="${width}" height="13" rx="1.5"/>
<rect class="filled" x="0" y="13" width="${at(probability)}" height="13" rx="1.5"/>
${[0, 0.25, 0.5, 0.75, 1].map((tick) => tickMark(tick, at(tick)))}
<line class="threshold" x1="${at(threshold)}" x2="${at(threshold)}" y1="10.5" y2="28.5"/>
</svg>`;
}

function tickMark(tick: number, x: string): Markup {
  const anchor = tick === 0 ? "start" : tick === 1 ? "end" : "middle";
  return html`<line class="tick" x1="${x}" x2="${x}" y1="26" y2="29"/><text x="${x}" y="38" text-anchor="${anchor}">${tick}</text>`;
}

/**
 * A bar that leaves the middle to the right where the contribution is towards the positive class, to the left where it is against it; `largest`
 * fills its side.
 */
export function contributionBar(contribution: number, largest: number): Markup {
  const length = largest > 0 ? (Math.abs(contribution) / largest) * 48 : 0;
  const [name, x] = contribution < 0 ? ["against", 50 - length] : ["towards", 50];
  const bar = html`<rect class="${name}" x="${x.toFixed(2)}" y="1" width="${length.toFixed(2)}" height="6.5"/>`;
  const axis = html`<line class="axis" x1="50" x2="50" y1="0" y2="8.5"/>`;
  return html`<svg class="bar" viewBox="0 0 100 8.5" preserveAspectRatio="none" aria-hidden="true">${bar}${axis}</svg>`;
}
