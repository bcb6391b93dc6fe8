import { Button, Menu } from "@mantine/core";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import { segmentTemplates } from "./segmentTemplates.ts";

/** Adds the segments of a template at once; those that are there already are left out. */
export function TemplateMenu({ drawing, session }: { drawing: DrawingDesk; session: DrawingSession }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target><Button variant="default" size="compact-xs">Muscles …</Button></Menu.Target>
      <Menu.Dropdown>
        {segmentTemplates.map(({ name, segments }) => (
          <Menu.Item
            key={name}
            onClick={() => {
              const there = new Set(session.state.value.segmentation.segments.map((segment) => `${segment.name}/${segment.side}`));
              void drawing.attempt(drawing.addSegments(session, segments.filter((segment) => !there.has(`${segment.name}/${segment.side}`))));
            }}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
