import { Button, Menu } from "@mantine/core";
import { shortMuscleName } from "#shared/domain/muscles.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { addSegments } from "../../../drawing/changeSegments.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { segmentTemplates } from "./segmentTemplates.ts";

interface Props {
  readonly drawing: DrawingDesk;
  readonly volume: Volume;
  /** The segmentation open; without one, the template makes a new one. */
  readonly session: DrawingSession | null;
}

/** Adds the segments of a template at once; those that are there already are left out. */
export function TemplateMenu({ drawing, volume, session }: Props) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        {session ? (
          <Button variant="default" size="compact-xs">
            Muscles …
          </Button>
        ) : (
          <Button variant="default">New segmentation with muscles …</Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {segmentTemplates.map(({ name, segments }) => (
          <Menu.Item
            key={name}
            onClick={() => {
              if (!session) {
                void drawing.attempt(drawing.create(volume, `Muscles: ${name}`, segments));
                return;
              }
              const there = new Set(session.state.value.segmentation.segments.map((segment) => `${segment.name}/${segment.side}`));
              void drawing.attempt(
                addSegments(
                  session,
                  segments.filter(({ name, side }) => ![name, shortMuscleName(name)].some((each) => there.has(`${each}/${side}`))),
                ),
              );
            }}
          >
            {name[0]?.toUpperCase()}
            {name.slice(1)} ({segments.length})
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
