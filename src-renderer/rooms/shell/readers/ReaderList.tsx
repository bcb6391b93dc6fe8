import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import type { Reader } from "#shared/domain/reader.ts";
import { client } from "../../../client/client.ts";
import { useAct } from "../../../client/useAct.ts";
import classes from "./Readers.module.css";

interface Props {
  readonly readers: readonly Reader[];
  readonly ownId: number;
  readonly onChanged: () => void;
  readonly onEdit: (reader: Reader) => void;
  /** Whose passphrase the reader may set anew. */
  readonly resettableIds: readonly number[];
  readonly onReset: (reader: Reader) => void;
}

function about({ initials, specialty, years }: Reader): string {
  return [initials, specialty, years === null ? "" : `${years} ${years === 1 ? "year" : "years"}`]
    .filter((word) => word !== "")
    .join(" · ");
}

/** All readers, also those who are retired. Who has a passphrase changes the own line alone. */
export function ReaderList({ readers, ownId, onChanged, onEdit, resettableIds, onReset }: Props) {
  const { isBusy, error, act } = useAct();
  return (
    <Stack gap="sm">
      <ul className={classes.list} aria-label="Readers">
        {readers.map((reader) => {
          const { id, name, retiredAt, hasPassphrase } = reader;
          const mayChange = id === ownId || !hasPassphrase;
          return (
            <li key={id} className={classes.line}>
              <div className={classes.who}>
                <span>{name}</span>
                <Text size="xs" c="dimmed" component="span">
                  {about(reader)}
                </Text>
              </div>
              {id === ownId && <Badge variant="light">Signed in</Badge>}
              {retiredAt !== null && <Badge variant="default">Retired</Badge>}
              {resettableIds.includes(id) && (
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`${hasPassphrase ? "Set a new passphrase" : "Set a passphrase"} for ${name}`}
                  onClick={() => onReset(reader)}
                >
                  {hasPassphrase ? "New passphrase …" : "Passphrase …"}
                </Button>
              )}
              {mayChange ? (
                <Group gap={4} wrap="nowrap">
                  <Button variant="default" size="compact-xs" aria-label={`Edit ${name}`} onClick={() => onEdit(reader)}>
                    Edit
                  </Button>
                  {id !== ownId && (
                    <Button
                      variant="default"
                      size="compact-xs"
                      disabled={isBusy}
                      aria-label={retiredAt === null ? `Retire ${name}` : `Bring back ${name}`}
                      onClick={() => act(() => client.reader.setRetired.mutate({ readerId: id, isRetired: retiredAt === null }), onChanged)}
                    >
                      {retiredAt === null ? "Retire" : "Bring back"}
                    </Button>
                  )}
                </Group>
              ) : (
                <Text size="xs" c="dimmed">
                  Has a passphrase
                </Text>
              )}
            </li>
          );
        })}
      </ul>
      {error !== null && (
        <Text size="sm" c="var(--danger)" role="alert">
          {error}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        A retired reader does not sign in any more; what he or she did stays under that name.
      </Text>
    </Stack>
  );
}
