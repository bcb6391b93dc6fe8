import {
  IconAdjustments,
  IconArrowLeft,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLayoutSidebarRightCollapse,
  IconLayoutSidebarRightExpand,
} from "@tabler/icons-react";
import { Menu } from "@mantine/core";
import type { Desk } from "../desk.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import { useObservable } from "../../../ui/observable.ts";
import { ArrangementMenu } from "./ArrangementMenu.tsx";
import { LinkMenu } from "./LinkMenu.tsx";
import { PlaneChoice } from "./PlaneChoice.tsx";
import type { Reading } from "../readingCommand.ts";
import { Commands } from "./Commands.tsx";
import { ToolButton } from "./ToolButton.tsx";
import { ToolChoice } from "./ToolChoice.tsx";
import { formatValue } from "../../../ui/format.ts";
import classes from "./Toolbar.module.css";

interface Props {
  readonly reading: Reading;
  readonly isSeriesPanelOpen: boolean;
  readonly onSeriesPanel: () => void;
  readonly isSidePanelOpen: boolean;
  readonly onSidePanel: () => void;
  readonly onLeave: () => void;
  /** What leaving is called. */
  readonly leaveName: string;
}

/** What a reader does with images, above them. */
export function Toolbar({ reading, isSeriesPanelOpen, onSeriesPanel, isSidePanelOpen, onSidePanel, onLeave, leaveName }: Props) {
  const { desk } = reading;
  const state = useObservable(desk.state);
  return (
    <div className={classes.bar} role="toolbar" aria-label="Image tools">
      <ToolButton name={leaveName} onPress={onLeave}>
        <IconArrowLeft size={18} stroke={1.6} />
      </ToolButton>
      <ToolButton name={isSeriesPanelOpen ? "Hide the series" : "Show the series"} onPress={onSeriesPanel}>
        {isSeriesPanelOpen ? (
          <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
        ) : (
          <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
        )}
      </ToolButton>
      <span className={classes.line} />
      <Commands place="layout" reading={reading} />
      {!desk.openCase && <ArrangementMenu reading={reading} />}
      <span className={classes.line} />
      <PlaneChoice reading={reading} />
      <span className={classes.line} />
      <ToolChoice group="view" reading={reading} />
      <Presets desk={desk} />
      {!desk.openCase && (
        <>
          <span className={classes.line} />
          <ToolChoice group="measure" reading={reading} />
        </>
      )}
      <span className={classes.line} />
      <Commands place="image" reading={reading} />
      <span className={classes.line} />
      <LinkMenu reading={reading} />
      <Commands place="switches" reading={reading} />
      <span className={classes.line} />
      <Commands place="cine" reading={reading} />
      <NumberField
        className={classes.fps}
        aria-label="Slices a second"
        title="Speed of the cine, slices a second"
        size="xs"
        min={1}
        max={60}
        step={1}
        allowDecimal={false}
        suffix=" /s"
        value={state.framesPerSecond}
        onChange={(framesPerSecond) => desk.state.patch({ framesPerSecond })}
      />
      <span className={classes.space} />
      <ToolButton name={isSidePanelOpen ? "Hide the segments" : "Show the segments"} onPress={onSidePanel}>
        {isSidePanelOpen ? (
          <IconLayoutSidebarRightCollapse size={18} stroke={1.6} />
        ) : (
          <IconLayoutSidebarRightExpand size={18} stroke={1.6} />
        )}
      </ToolButton>
    </div>
  );
}

function Presets({ desk }: { desk: Desk }) {
  useObservable(desk.state);
  useObservable(desk.views);
  const active = desk.activeVolume;
  const presets = active ? desk.windows.presets(active.volume, active.series) : [];
  return (
    <Menu position="bottom-start" width={300} withinPortal>
      <Menu.Target>
        <button type="button" className={classes.word} aria-label="Grey window presets" title="Grey window presets (1 … 9)">
          <IconAdjustments size={16} stroke={1.6} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets.map(({ name, window }, at) => (
          <Menu.Item key={name} rightSection={at < 9 ? <kbd>{at + 1}</kbd> : null} onClick={() => desk.activeViewport?.setWindow(window)}>
            {name}{" "}
            <small>
              W {formatValue(window.width, { figures: 3 })} C {formatValue(window.center, { figures: 3 })}
            </small>
          </Menu.Item>
        ))}
        {presets.length === 0 && <Menu.Item disabled>The grey values of this volume are being counted.</Menu.Item>}
        <Menu.Divider />
        <Menu.Item onClick={() => desk.resetView()} rightSection={<kbd>Space</kbd>}>
          Reset
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
