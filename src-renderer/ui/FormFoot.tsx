import { Button, Group, Text } from "@mantine/core";

interface Props {
  readonly error: string | null;
  readonly isBusy: boolean;
  /** Something is to be chosen first. */
  readonly isDisabled?: boolean;
  readonly does: string;
  readonly onCancel?: (() => void) | undefined;
}

/** What was refused, and the buttons of a form. While it does its work it is not left: the work would go on unseen. */
export function FormFoot({ error, isBusy, isDisabled = false, does, onCancel }: Props) {
  return (
    <>
      {error !== null && (
        <Text size="sm" c="var(--danger)" role="alert" style={{ whiteSpace: "pre-line" }}>
          {error}
        </Text>
      )}
      <Group justify="flex-end">
        {onCancel && (
          <Button variant="default" disabled={isBusy} onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" loading={isBusy} disabled={isDisabled}>
          {does}
        </Button>
      </Group>
    </>
  );
}
