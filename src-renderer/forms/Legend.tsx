import type { Form, Item } from "#shared/domain/project/form.ts";
import type { CellOption } from "./cellOptions.ts";
import { scaleOf } from "./cellOptions.ts";
import type { GradePicture } from "./gradePictures.ts";
import { Observable, useObservable } from "../ui/observable.ts";
import { ReferencePicture } from "./ReferencePicture.tsx";
import classes from "./FormPanel.module.css";

interface Props {
  readonly form: Form;
  readonly item: Item;
  readonly options: readonly CellOption[];
  /** By id of scale and grade, "mercuri-modified-0-5/3": reference pictures. */
  readonly pictures: ReadonlyMap<string, GradePicture>;
  /** Whether a press gives the answer; without it the wording is shown all the same. */
  readonly canGive: boolean;
  /** It stands beneath the images, the grades beside each other. */
  readonly isBeneath: boolean;
  readonly onGive: (at: number) => void;
}

/** Kept from one form and case to the next. */
const hasPictures = new Observable(true);

/** The grades or choices of an item: key, wording and reference picture, always in view. */
export function Legend({ form, item, options, pictures, canGive, isBeneath, onGive }: Props) {
  const scale = scaleOf(form, item);
  const isShown = useObservable(hasPictures);
  const hasSome = options.some(({ pictureId }) => pictureId !== undefined && pictures.has(pictureId));
  return (
    <div className={classes.legend} data-beneath={isBeneath || undefined}>
      <ul aria-label={scale ? `Grades: ${scale.name}` : `Choices: ${item.label}`}>
        {options.map(({ key, name, wording, pictureId }, at) => {
          const picture = pictureId === undefined || !isShown ? undefined : pictures.get(pictureId);
          return (
            <li key={name}>
              <button type="button" disabled={!canGive} className={classes.option} onClick={() => onGive(at)}>
                {key !== "" && <kbd>{key.toUpperCase()}</kbd>} {name !== key && <b>{name}</b>}{" "}
                <span className={classes.wording}>{wording}</span>
                {picture !== undefined && (
                  <ReferencePicture picture={picture} grade={name} wording={wording} position={isBeneath ? "top" : "left"} />
                )}
              </button>
            </li>
          );
        })}
      </ul>
      <div className={classes.legendFoot}>
        {scale && scale.bounds !== "" && <p className={classes.quiet}>{scale.bounds}</p>}
        {isBeneath && hasSome && (
          <button type="button" aria-pressed={isShown} onClick={() => hasPictures.set(!isShown)}>
            {isShown ? "Hide the pictures" : "Show the pictures"}
          </button>
        )}
      </div>
    </div>
  );
}
