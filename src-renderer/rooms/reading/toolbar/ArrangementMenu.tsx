import { Menu } from "@mantine/core";
import { IconLayoutDashboard } from "@tabler/icons-react";
import { useObservable } from "../../../ui/observable.ts";
import type { Reading } from "../readingCommand.ts";
import classes from "./Toolbar.module.css";

/** Says whether the arrangement is one that was remembered, and has it forgotten. */
export function ArrangementMenu({ reading: { desk, drawing } }: { reading: Reading }) {
  const isKnown = useObservable(desk.arrangements.isKnown);
  const forget = async () => {
    await desk.arrangements.forget();
    drawing.say("Forgotten: studies like this one are opened as at first.");
  };
  return (
    <Menu position="bottom-start" width={300} withinPortal>
      <Menu.Target>
        <button type="button" className={classes.word} aria-label="Arrangement of such studies" title="Arrangement of such studies">
          <IconLayoutDashboard size={18} stroke={1.6} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {isKnown
            ? "This study was opened as you left one like it."
            : "As you leave this study, others with its description and series are opened: layout, series, planes, windows."}
        </Menu.Label>
        <Menu.Item disabled={!isKnown} onClick={() => void drawing.attempt(forget())}>
          Forget it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
