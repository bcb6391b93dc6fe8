import { Modal } from "@mantine/core";
import { useShortcuts } from "../../ui/shortcuts.ts";
import classes from "./HelpSheet.module.css";

/** Mouse and keys of every room. */
export function HelpSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const rooms = useShortcuts();
  return (
    <Modal opened={opened} onClose={onClose} title="Mouse and keys" size={920} closeButtonProps={{ "aria-label": "Close" }}>
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
                      <dt>{item.keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
                      <dd>{item.does}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            ))}
          </div>
        </section>
      ))}
    </Modal>
  );
}
