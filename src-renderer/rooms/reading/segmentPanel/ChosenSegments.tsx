import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";

/** The segments that the rule of painting is about. */
export function ChosenSegments({ session }: { readonly session: DrawingSession }) {
  const { segmentation, chosen } = useObservable(session.state);
  const { segments } = segmentation;
  const count = segments.filter(({ number }) => chosen.has(number)).length;
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="default" size="compact-xs" aria-label={`Segments of the rule: ${count} chosen`}>
          {count}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6} mah={320} style={{ overflowY: "auto" }}>
          {segments.map(({ number, name }) => (
            <Checkbox
              key={number}
              label={name}
              checked={chosen.has(number)}
              onChange={(event) => session.setChosen(number, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
