import type { SectionFigure as Figure } from "#shared/domain/sectionFigure.ts";
import figures from "./sectionFigures.json" with { type: "json" };
import classes from "./FormPanel.module.css";

interface Props {
  /** The code and the name of the muscle that is asked for, and its side. */
  readonly muscle: string;
  readonly name: string;
  readonly side: "right" | "left";
  /** The level on show, by id or name; null where there is none. */
  readonly level: string | null;
}

/** The section that shows a muscle best: at the level that is named so, else the nearest one that cuts it; undefined where there is no figure of the muscle. */
export function figureOf(muscle: string, level: string | null): Figure | undefined {
  const cutting = (figures as readonly Figure[]).filter(({ muscles }) => muscles.some(({ code }) => code === muscle));
  return (
    cutting.find((figure) => figure.level === level?.toLowerCase()) ?? cutting.find((figure) => figure.level === "middle") ?? cutting[0]
  );
}

/** Where the muscle lies that a form asks for: a schematic section of both legs, the right one on the left as in the image. */
export function SectionFigure({ muscle, name, side, level }: Props) {
  const figure = figureOf(muscle, level);
  if (!figure) return null;
  return (
    <figure className={classes.figure}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn here, and has no address. */}
      <svg viewBox="-170 -72 340 162" role="img" aria-label={`${name} ${side} in a schematic section`}>
        <Leg figure={figure} transform="translate(-85 0)" muscle={side === "right" ? muscle : null} />
        <Leg figure={figure} transform="translate(85 0) scale(-1 1)" muscle={side === "left" ? muscle : null} />
        <text x="-168" y="-60">
          R
        </text>
        <text x="168" y="-60" textAnchor="end">
          L
        </text>
      </svg>
      <figcaption>
        Schematic, {figure.region}, {figure.level}
      </figcaption>
    </figure>
  );
}

function Leg({ figure, transform, muscle }: { readonly figure: Figure; readonly transform: string; readonly muscle: string | null }) {
  return (
    <g transform={transform}>
      <path d={figure.limb} />
      {figure.muscles.map(({ code, path }) => (
        <path key={code} d={path} data-muscle={code} data-asked={code === muscle || undefined} />
      ))}
      <path d={figure.bones} data-bone />
    </g>
  );
}
