import { ActionIcon, Button, Select } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import type { Reader } from "#shared/domain/reader.ts";
import classes from "./MemberList.module.css";

interface Props {
  readonly label: string;
  /** Their order counts: it is shown, and can be changed. */
  readonly numbered?: boolean;
  readonly memberIds: readonly number[];
  /** Everybody in the data folder. */
  readonly readers: readonly Reader[];
  /** Who cannot be added. */
  readonly othersIds: readonly number[];
  /** The numbers of those who have left a running project. */
  readonly left?: readonly number[];
  readonly isBusy: boolean;
  readonly mayAdd: boolean;
  readonly mayRemove: (readerId: number) => boolean;
  readonly onChange: (readerIds: readonly number[]) => void;
  /** Given the number of a reader who leaves a running project. */
  readonly onLeave?: ((number: number) => void) | undefined;
}

/** Who has a part in a project, with a way to add and to take out. */
export function MemberList({
  label,
  numbered = false,
  memberIds,
  readers,
  othersIds,
  left = [],
  isBusy,
  mayAdd,
  mayRemove,
  onChange,
  onLeave,
}: Props) {
  const readerOf = (id: number) => readers.find((reader) => reader.id === id);
  const free = readers.filter(({ id, retiredAt }) => retiredAt === null && !memberIds.includes(id) && !othersIds.includes(id));
  const moved = (from: number, to: number) => {
    const next = [...memberIds];
    next.splice(to, 0, ...next.splice(from, 1));
    return next;
  };
  return (
    <div className={classes.box}>
      {memberIds.length > 0 && (
        <ol className={classes.list} aria-label={label}>
          {memberIds.map((id, at) => {
            const reader = readerOf(id);
            const name = reader?.name ?? "";
            return (
              <li key={id} className={classes.line}>
                {numbered && <span className={classes.number}>{at + 1}</span>}
                <span className={classes.name}>
                  {name}
                  {left.includes(at + 1) && <span className={classes.warning}> has left</span>}
                </span>
                <span className={reader?.hasPassphrase ? classes.quiet : classes.warning}>
                  {reader?.hasPassphrase ? "has a passphrase" : "has no passphrase yet"}
                </span>
                <span className={classes.buttons}>
                  {numbered && mayRemove(id) && memberIds.length > 1 && (
                    <>
                      <ActionIcon aria-label={`Move ${name} up`} disabled={at === 0 || isBusy} onClick={() => onChange(moved(at, at - 1))}>
                        <IconArrowUp size={15} />
                      </ActionIcon>
                      <ActionIcon
                        aria-label={`Move ${name} down`}
                        disabled={at === memberIds.length - 1 || isBusy}
                        onClick={() => onChange(moved(at, at + 1))}
                      >
                        <IconArrowDown size={15} />
                      </ActionIcon>
                    </>
                  )}
                  {onLeave && !left.includes(at + 1) && (
                    <Button size="compact-sm" variant="default" aria-label={`${name} leaves`} onClick={() => onLeave(at + 1)}>
                      Leaves…
                    </Button>
                  )}
                  {mayRemove(id) && (
                    <ActionIcon
                      aria-label={`Take ${name} out`}
                      disabled={isBusy}
                      onClick={() => onChange(memberIds.filter((other) => other !== id))}
                    >
                      <IconX size={15} />
                    </ActionIcon>
                  )}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {mayAdd && (
        <Select
          className={classes.add}
          aria-label={`Add to ${label.toLowerCase()}`}
          placeholder={free.length === 0 ? "Everybody here is named" : "Add …"}
          disabled={isBusy || free.length === 0}
          data={free.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={null}
          onChange={(value) => value !== null && onChange([...memberIds, Number(value)])}
        />
      )}
    </div>
  );
}
