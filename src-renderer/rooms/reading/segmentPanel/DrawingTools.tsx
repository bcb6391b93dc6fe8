import { Checkbox, NumberInput, Slider } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconBrush, IconBucketDroplet, IconContrast2, IconEraser, IconLasso, IconLayersOff, IconPolygon } from "@tabler/icons-react";
import type { Desk } from "../desk.ts";
import type { DrawingTool } from "../deskState.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import { sliderOfRadius, radiusOfSlider, sliderSteps } from "../drawing/drawingSettings.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import { rangeOf } from "../drawing/rangeOf.ts";
import { fillHolesOnSlice, stepHistory, takeDrawingTool } from "../keyCommands.ts";
import { useStore } from "../store.ts";
import { ToolButton } from "../toolbar/ToolButton.tsx";
import { millimetres } from "../panes/overlayText.ts";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

const tools: ReadonlyArray<{ tool: DrawingTool; name: string; key: string; icon: typeof IconBrush }> = [
  { tool: "brush", name: "Brush", key: "B", icon: IconBrush },
  { tool: "eraser", name: "Eraser", key: "E", icon: IconEraser },
  { tool: "threshold brush", name: "Brush within a range", key: "T", icon: IconContrast2 },
  { tool: "freehand", name: "Freehand contour", key: "F", icon: IconLasso },
  { tool: "polygon", name: "Polygon contour", key: "G", icon: IconPolygon },
];

/** Tools that draw, and how they do it. */
export function DrawingTools({ desk, drawing, session }: Props) {
  const { tool } = useStore(desk.state);
  const settings = useStore(drawing.settings);
  const { canUndo, canRedo } = useStore(session.state);
  const range = rangeOf(session, desk.windows);
  const unit = session.volume.hasPatientGeometry ? "mm" : "px";
  const onSlice = (act: (sliceIndex: number) => void) => {
    const view = desk.activeViewport?.state;
    if (view?.plane === "acquisition") act(view.sliceIndex);
    else drawing.say("Draw in the acquisition plane (Shift+Q); reformats show the result.");
  };

  return (
    <fieldset className={classes.section} aria-label="Drawing tools">
      <div className={classes.tools}>
        {tools.map(({ tool: each, name, key, icon: Icon }) => (
          <ToolButton key={each} name={name} shortcut={key} isPressed={tool === each} onPress={() => (tool === each ? desk.setTool("window") : takeDrawingTool(desk, drawing, each))}><Icon size={18} stroke={1.6} /></ToolButton>
        ))}
        <span className={classes.grow} />
        <ToolButton name="Undo" shortcut="Ctrl+Z" whyNot={canUndo ? null : "Nothing to undo"} onPress={() => stepHistory(desk, session, "undo")}><IconArrowBackUp size={18} stroke={1.6} /></ToolButton>
        <ToolButton name="Redo" shortcut="Ctrl+Shift+Z" whyNot={canRedo ? null : "Nothing to redo"} onPress={() => stepHistory(desk, session, "redo")}><IconArrowForwardUp size={18} stroke={1.6} /></ToolButton>
      </div>
      <div className={classes.tools}>
        <ToolButton name="Fill holes on this slice" shortcut="Shift+F" onPress={() => fillHolesOnSlice(desk, drawing, session)}><IconBucketDroplet size={18} stroke={1.6} /></ToolButton>
        <ToolButton name="Delete the segment on this slice" shortcut="Delete" onPress={() => onSlice((k) => session.deleteOnSlice(k))}><IconLayersOff size={18} stroke={1.6} /></ToolButton>
        <span className={classes.grow} />
        <Checkbox
          label="Only on empty" aria-label="Paint only on empty" checked={settings.isOnlyOnEmpty}
          onChange={(event) => drawing.settings.patch({ isOnlyOnEmpty: event.currentTarget.checked })}
        />
      </div>
      <div className={classes.row}>
        <span className={classes.label} title="Diameter; smaller and larger with [ and ]">Brush</span>
        <Slider
          className={classes.grow} label={null} min={0} max={sliderSteps} step={1} value={sliderOfRadius(settings.brushRadiusMm)}
          thumbLabel="Brush size" onChange={(step) => drawing.settings.patch({ brushRadiusMm: radiusOfSlider(step) })}
        />
        <span className={classes.value} data-testid="brush-size" title="Diameter; smaller and larger with [ and ]">{millimetres(settings.brushRadiusMm * 2)} {unit}</span>
      </div>
      {tool === "threshold brush" && (
        <div className={classes.row}>
          <span className={classes.label}>Values</span>
          {([0, 1] as const).map((end) => (
            <NumberInput
              key={end} className={classes.grow} aria-label={end === 0 ? "Lowest value" : "Highest value"} hideControls value={Number.isFinite(range[end]) ? range[end] : ""}
              onChange={(value) => { if (typeof value === "number") session.state.patch({ range: end === 0 ? [value, range[1]] : [range[0], value] }); }}
            />
          ))}
        </div>
      )}
      <div className={classes.row}>
        <span className={classes.label}>Opacity</span>
        <Slider
          className={classes.grow} label={null} min={0} max={100} value={Math.round(settings.fillOpacity * 100)} thumbLabel="Opacity of segments"
          onChange={(percent) => drawing.settings.patch({ fillOpacity: percent / 100 })}
        />
        <Checkbox label="Outline" checked={settings.isOutlined} onChange={(event) => drawing.settings.patch({ isOutlined: event.currentTarget.checked })} />
      </div>
    </fieldset>
  );
}
