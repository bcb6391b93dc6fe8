import { Menu } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { keyInWords } from "../../../ui/command.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Reading } from "../readingCommand.ts";
import { commandsAt } from "../readingCommands.ts";
import classes from "./Toolbar.module.css";

/** What viewports have in common: one button, with a check for each. */
export function LinkMenu({ reading }: { reading: Reading }) {
  const { isLinked, links } = useObservable(reading.desk.state);
  const isSome = isLinked || links.window !== "none" || links.zoom || links.pan;
  return (
    <Menu position="bottom-start" width={280} withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className={classes.word} data-on={isSome} aria-label="Linked viewports" title="Linked viewports (K …)">
          <IconLink size={18} stroke={1.6} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {commandsAt("links").map((command) => (
          <Menu.CheckboxItem
            key={command.id}
            checked={command.isOn?.(reading) ?? false}
            rightSection={command.keys[0] ? <kbd>{keyInWords(command.keys[0])}</kbd> : null}
            onChange={() => command.run(reading)}
          >
            {command.name}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
