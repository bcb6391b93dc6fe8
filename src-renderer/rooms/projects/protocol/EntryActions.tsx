import { ActionIcon } from "@mantine/core";
import { IconArrowUp, IconX } from "@tabler/icons-react";

interface Props {
  /** "series T1-weighted of thigh" */
  readonly name: string;
  readonly isFirst: boolean;
  /** The last one that must be there is not taken out. */
  readonly isNeeded?: boolean;
  readonly onEarlier: () => void;
  readonly onRemove: () => void;
}

/** Moves an entry of a list a place up, or takes it out. */
export function EntryActions({ name, isFirst, isNeeded = false, onEarlier, onRemove }: Props) {
  return (
    <>
      <ActionIcon aria-label={`Move ${name} up`} disabled={isFirst} onClick={onEarlier}>
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon aria-label={`Remove ${name}`} disabled={isNeeded} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </>
  );
}
