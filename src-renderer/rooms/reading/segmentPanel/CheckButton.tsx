import { ActionIcon } from "@mantine/core";
import { IconAlertCircle, IconCircle, IconCircleCheck } from "@tabler/icons-react";
import type { SegmentCheck } from "#shared/api/firstDrawing.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { formatMoment } from "../../../ui/format.ts";

interface Props {
  readonly segment: Segment;
  readonly check: SegmentCheck | undefined;
  readonly onToggle: () => void;
}

/** Whether somebody looked at a segment and found it right; a press marks it, or takes the mark away. */
export function CheckButton({ segment: { name }, check, onToggle }: Props) {
  const state = check === undefined ? "unchecked" : check.isChanged ? "changed" : "checked";
  const by = check && `Checked by ${check.reader}, ${formatMoment(check.checkedAt)}, revision ${check.revision}`;
  const title = { unchecked: "Mark as checked (Alt+C)", changed: `${by}; changed since: check again (Alt+C)`, checked: by }[state];
  return (
    <ActionIcon
      size={22}
      aria-label={state === "checked" ? `${name} is checked: take the mark away` : `Mark ${name} as checked`}
      aria-pressed={state === "checked"}
      title={title}
      data-check={state}
      onClick={onToggle}
    >
      {state === "unchecked" && <IconCircle size={15} stroke={1.6} opacity={0.5} />}
      {state === "changed" && <IconAlertCircle size={15} stroke={1.8} color="var(--warning)" />}
      {state === "checked" && <IconCircleCheck size={15} stroke={1.8} color="var(--good)" />}
    </ActionIcon>
  );
}
