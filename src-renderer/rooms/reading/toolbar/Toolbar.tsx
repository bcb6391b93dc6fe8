import {
  IconAdjustments, IconArrowBackUp, IconArrowsMove, IconContrast, IconFlipHorizontal, IconFlipVertical, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand,
  IconLetterCase, IconLine, IconLink, IconPlayerPause, IconPlayerPlay, IconRefresh, IconRotate2, IconRotateClockwise2, IconSquare, IconLayoutColumns,
  IconLayoutGrid, IconStack2, IconSun, IconZoomIn,
} from "@tabler/icons-react";
import { Menu, NumberInput } from "@mantine/core";
import type { Desk } from "../desk.ts";
import { layouts, type Layout, type Tool } from "../deskState.ts";
import { useStore } from "../store.ts";
import { PlaneChoice } from "./PlaneChoice.tsx";
import { ToolButton } from "./ToolButton.tsx";
import { formatValue } from "../../../viewer/window.ts";
import classes from "./Toolbar.module.css";

interface Props {
  readonly desk: Desk;
  readonly isSeriesPanelOpen: boolean;
  readonly onSeriesPanel: () => void;
  readonly onLeave: () => void;
}

const layoutIcons: Readonly<Record<Layout, typeof IconSquare>> = { "1x1": IconSquare, "1x2": IconLayoutColumns, "2x2": IconLayoutGrid };
const layoutNames: Readonly<Record<Layout, readonly [name: string, key: string]>> = {
  "1x1": ["One viewport", "Shift+1"], "1x2": ["Two viewports side by side", "Shift+2"], "2x2": ["Four viewports", "Shift+4"],
};
const viewTools: ReadonlyArray<{ tool: Tool; name: string; key: string; icon: typeof IconSquare }> = [
  { tool: "window", name: "Grey window", key: "W", icon: IconSun },
  { tool: "zoom", name: "Zoom", key: "Z", icon: IconZoomIn },
  { tool: "pan", name: "Pan", key: "P", icon: IconArrowsMove },
  { tool: "scroll", name: "Scroll through slices", key: "S", icon: IconStack2 },
];

/** What a reader does with images, above them. */
export function Toolbar({ desk, isSeriesPanelOpen, onSeriesPanel, onLeave }: Props) {
  const state = useStore(desk.state);
  return (
    <div className={classes.bar} role="toolbar" aria-label="Image tools">
      <ToolButton name="Back to the worklist" onPress={onLeave}><IconArrowBackUp size={18} stroke={1.6} /></ToolButton>
      <ToolButton name={isSeriesPanelOpen ? "Hide the series" : "Show the series"} onPress={onSeriesPanel}>
        {isSeriesPanelOpen ? <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} /> : <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />}
      </ToolButton>
      <span className={classes.line} />
      {layouts.map((layout) => {
        const Icon = layoutIcons[layout];
        const [name, key] = layoutNames[layout];
        return <ToolButton key={layout} name={name} shortcut={key} isPressed={state.layout === layout} onPress={() => desk.setLayout(layout)}><Icon size={18} stroke={1.6} /></ToolButton>;
      })}
      <span className={classes.line} />
      <PlaneChoice desk={desk} />
      <span className={classes.line} />
      {viewTools.map(({ tool, name, key, icon: Icon }) => (
        <ToolButton key={tool} name={name} shortcut={key} isPressed={state.tool === tool} onPress={() => desk.setTool(tool)}><Icon size={18} stroke={1.6} /></ToolButton>
      ))}
      <Presets desk={desk} />
      <span className={classes.line} />
      <ToolButton name="Invert" shortcut="I" onPress={() => desk.activeViewport?.setInverted(!desk.activeViewport.state.isInverted)}><IconContrast size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Flip sideways" shortcut="H" onPress={() => desk.activeViewport?.flipHorizontally()}><IconFlipVertical size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Flip upside down" shortcut="V" onPress={() => desk.activeViewport?.flipVertically()}><IconFlipHorizontal size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Turn left" shortcut="L" onPress={() => desk.activeViewport?.rotate(-90)}><IconRotate2 size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Turn right" shortcut="R" onPress={() => desk.activeViewport?.rotate(90)}><IconRotateClockwise2 size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Reset the view" shortcut="Space" onPress={() => desk.resetView()}><IconRefresh size={18} stroke={1.6} /></ToolButton>
      <span className={classes.line} />
      <ToolButton name="Link scrolling" shortcut="K" isPressed={state.isLinked} onPress={() => desk.state.patch({ isLinked: !state.isLinked })}><IconLink size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Reference lines" shortcut="J" isPressed={state.hasReferenceLines} onPress={() => desk.state.patch({ hasReferenceLines: !state.hasReferenceLines })}><IconLine size={18} stroke={1.6} /></ToolButton>
      <ToolButton name="Texts over the image" shortcut="O" isPressed={state.hasOverlay} onPress={() => desk.state.patch({ hasOverlay: !state.hasOverlay })}><IconLetterCase size={18} stroke={1.6} /></ToolButton>
      <span className={classes.line} />
      <ToolButton name={state.isPlaying ? "Stop the cine" : "Play the cine"} shortcut="C" isPressed={state.isPlaying} onPress={() => desk.play(!state.isPlaying)}>
        {state.isPlaying ? <IconPlayerPause size={18} stroke={1.6} /> : <IconPlayerPlay size={18} stroke={1.6} />}
      </ToolButton>
      <NumberInput
        className={classes.fps} aria-label="Slices a second" title="Speed of the cine, slices a second" size="xs" min={1} max={60} step={1} allowDecimal={false} suffix=" /s" value={state.framesPerSecond}
        onChange={(value) => typeof value === "number" && value >= 1 && desk.state.patch({ framesPerSecond: Math.min(60, value) })}
      />
    </div>
  );
}

function Presets({ desk }: { desk: Desk }) {
  useStore(desk.state);
  useStore(desk.views);
  const active = desk.activeVolume;
  const presets = active ? desk.windows.presets(active.volume, active.series) : [];
  return (
    <Menu position="bottom-start" width={300} withinPortal>
      <Menu.Target>
        <button type="button" className={classes.word} aria-label="Grey window presets" title="Grey window presets (1 … 9)"><IconAdjustments size={16} stroke={1.6} /></button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets.map(({ name, window }, at) => (
          <Menu.Item key={name} rightSection={at < 9 ? <kbd>{at + 1}</kbd> : null} onClick={() => desk.activeViewport?.setWindow(window)}>
            {name} <small>W {formatValue(window.width)}  C {formatValue(window.center)}</small>
          </Menu.Item>
        ))}
        {presets.length === 0 && <Menu.Item disabled>The grey values of this volume are being counted.</Menu.Item>}
        <Menu.Divider />
        <Menu.Item onClick={() => desk.resetView()} rightSection={<kbd>Space</kbd>}>Reset</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
