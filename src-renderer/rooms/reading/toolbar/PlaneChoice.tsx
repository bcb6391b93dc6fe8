import { Tooltip } from "@mantine/core";
import { useObservable } from "../../../ui/observable.ts";
import type { Reading } from "../readingCommand.ts";
import { commandsAt } from "../readingCommands.ts";
import classes from "./Toolbar.module.css";

const reasonId = "why-no-reformat";

/** The plane in which the active viewport cuts its volume; where a volume allows no reformat, the reason. */
export function PlaneChoice({ reading }: { reading: Reading }) {
  useObservable(reading.desk.state);
  const commands = commandsAt("plane");
  const reason = commands.map(({ whyNot }) => whyNot?.(reading) ?? null).find((each) => each !== null);
  return (
    <>
      {commands.map(({ id, name, keys, isOn, whyNot, run }) => {
        const own = whyNot?.(reading) ?? null;
        return (
          <Tooltip key={id} label={own ?? `${name} (${keys[0]})`} maw={280}>
            <button
              type="button"
              className={classes.word}
              aria-label={name}
              aria-pressed={isOn?.(reading)}
              aria-disabled={own !== null}
              aria-describedby={own === null ? undefined : reasonId}
              onClick={() => {
                if (own === null) run(reading);
              }}
            >
              {name.replace(" reformat", "")}
            </button>
          </Tooltip>
        );
      })}
      {reason !== undefined && (
        <span id={reasonId} hidden>
          {reason}
        </span>
      )}
    </>
  );
}
