import { ActionIcon, Tooltip } from "@mantine/core";
import { IconHelp } from "@tabler/icons-react";
import { ResearchUseNotice } from "../../ui/ResearchUseNotice.tsx";
import { JobsButton } from "./jobs/JobsButton.tsx";
import { ReaderMenu } from "./readers/ReaderMenu.tsx";
import type { Room } from "./useRoom.ts";
import iconUrl from "../../ui/icon.svg";
import classes from "./TitleBar.module.css";

interface Props {
  readonly room: Room;
  readonly lastReading: Extract<Room, { name: "reading" }> | null;
  readonly onEnter: (room: Room) => void;
  readonly onHelp: () => void;
}

/** The product's name, the rooms, running work, who reads, help, and the notice that never goes away. */
export function TitleBar({ room, lastReading, onEnter, onHelp }: Props) {
  const tabs: ReadonlyArray<{ label: string; room: Room | null; hint: string }> = [
    { label: "Worklist", room: { name: "worklist" }, hint: "" },
    { label: "Reading", room: lastReading, hint: "Open a study in the worklist first" },
    { label: "Models", room: { name: "models" }, hint: "" },
  ];
  return (
    <header className={classes.bar}>
      <div className={classes.brand}>
        <img src={iconUrl} alt="" width={20} height={20} />
        <span>Fascicle</span>
      </div>
      <nav className={classes.tabs} aria-label="Rooms">
        {tabs.map((tab) => (
          <button
            key={tab.label}
            type="button"
            className={classes.tab}
            aria-current={tab.room?.name === room.name ? "page" : undefined}
            disabled={tab.room === null}
            title={tab.room === null ? tab.hint : undefined}
            onClick={() => tab.room && tab.room.name !== room.name && onEnter(tab.room)}
          >
            {tab.label}
          </button>
        ))}
      </nav>
      <span className={classes.space} />
      <JobsButton />
      <ResearchUseNotice />
      <ReaderMenu />
      <Tooltip label="Mouse and keys (?)">
        <ActionIcon aria-label="Help: mouse and keys" onClick={onHelp}>
          <IconHelp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
