import { ActionIcon, Tooltip } from "@mantine/core";
import { IconHelp } from "@tabler/icons-react";
import { ResearchUseNotice } from "../../ui/ResearchUseNotice.tsx";
import { JobsButton } from "./jobs/JobsButton.tsx";
import { ReaderMenu } from "./readers/ReaderMenu.tsx";
import type { Room } from "./useRoom.ts";
import iconUrl from "../../ui/icon.svg";
import classes from "./TitleBar.module.css";

/** A room to be gone to; null where there is none yet. */
export interface RoomTab {
  readonly label: string;
  readonly room: Room | null;
  readonly hint?: string;
}

interface Props {
  readonly room: Room;
  readonly tabs: readonly RoomTab[];
  /** What is read, in words. */
  readonly title?: string;
  /** Nothing but the own readings is to be seen: no work of the program, no other readers' details. */
  readonly isBlinded?: boolean;
  readonly onEnter: (room: Room) => void;
  readonly onHelp: () => void;
}

/** The product's name, the rooms, running work, who reads, help, and the notice that never goes away. */
export function TitleBar({ room, tabs, title = "", isBlinded = false, onEnter, onHelp }: Props) {
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
      {title !== "" && (
        <span className={classes.title} title={title}>
          {title}
        </span>
      )}
      <span className={classes.space} />
      {!isBlinded && <JobsButton />}
      <ResearchUseNotice />
      <ReaderMenu isBlinded={isBlinded} />
      <Tooltip label="Mouse and keys (?)">
        <ActionIcon aria-label="Help: mouse and keys" onClick={onHelp}>
          <IconHelp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
