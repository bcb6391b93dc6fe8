import type { Form, Item } from "#shared/domain/project/form.ts";
import type { CellOption } from "./cellOptions.ts";
import { scaleOf } from "./cellOptions.ts";
import type { GradePicture } from "./gradePictures.ts";
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
  readonly onGive: (at: number) => void;
}

/** The grades or choices of an item: key, wording and reference picture, always in view. */
export function Legend({ form, item, options, pictures, canGive, onGive }: Props) {
  const scale = scaleOf(form, item);
  return (
    <div className={classes.legend}>
      <ul aria-label={scale ? `Grades: ${scale.name}` : `Choices: ${item.label}`}>
        {options.map(({ key, name, wording, pictureId }, at) => {
          const picture = pictureId === undefined ? undefined : pictures.get(pictureId);
          return (
            <li key={name}>
              <button type="button" disabled={!canGive} className={classes.option} onClick={() => onGive(at)}>
                {key !== "" && <kbd>{key.toUpperCase()}</kbd>} {name !== key && <b>{name}</b>}{" "}
                <span className={classes.wording}>{wording}</span>
                {picture !== undefined && <ReferencePicture picture={picture} grade={name} wording={wording} />}
              </button>
            </li>
          );
        })}
      </ul>
      {scale && scale.bounds !== "" && <p className={classes.quiet}>{scale.bounds}</p>}
    </div>
  );
}
