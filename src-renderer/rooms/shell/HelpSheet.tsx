import { Button, Modal } from "@mantine/core";
import { useRef } from "react";
import { useShortcuts } from "../../ui/shortcuts.ts";
import { About } from "./About.tsx";
import classes from "./HelpSheet.module.css";

interface Props {
  readonly opened: boolean;
  /** The rooms that there are; all where none are named. */
  readonly of?: readonly string[];
  readonly onClose: () => void;
}

/** Mouse and keys of the rooms. */
export function HelpSheet({ opened, of, onClose }: Props) {
  const rooms = useShortcuts().filter(({ room }) => !of || of.includes(room));
  const about = useRef<HTMLDivElement>(null);
  return (
    <Modal opened={opened} onClose={onClose} title="Mouse and keys" size={920} closeButtonProps={{ "aria-label": "Close" }}>
      <div className={classes.top}>
        <Button size="compact-sm" variant="default" onClick={() => about.current?.scrollIntoView()}>
          About Fascicle
        </Button>
      </div>
      {rooms.map(({ room, groups }) => (
        <section key={room} className={classes.room} aria-label={room}>
          <h2>{room}</h2>
          <div className={classes.groups}>
            {groups.map((group) => (
              <div key={group.title} className={classes.group}>
                <h3>{group.title}</h3>
                <dl>
                  {group.items.map((item) => (
                    <div key={item.does} className={classes.item}>
                      <dt>
                        {item.keys.map((key) => (
                          <kbd key={key}>{key}</kbd>
                        ))}
                      </dt>
                      <dd>{item.does}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            ))}
          </div>
        </section>
      ))}
      <div ref={about}>
        <About />
      </div>
    </Modal>
  );
}
