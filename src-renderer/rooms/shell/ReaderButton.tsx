import { Button, Popover, Stack, Text, TextInput } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { plainWords } from "../../client/plainWords.ts";
import { setReaderName, useReaderName } from "../../client/reader.ts";

/** Who is reading; every stroke, feature set and prediction names them. */
export function ReaderButton() {
  const reader = useReaderName();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(reader);
  const keep = () => {
    setReaderName(name).then(
      () => setOpen(false),
      (error: unknown) => notifications.show({ color: "red", title: "The name was not kept", message: plainWords(error) }),
    );
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconUser size={15} stroke={1.6} />} aria-label={`Reader: ${reader}`} maw={180}
          onClick={() => { setName(reader === "Reader 1" ? "" : reader); setOpen(!isOpen); }}>
          {reader}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={240}>
          <TextInput label="Reader" description="Name, initials or a code. It stands in feature sets, predictions and reports." placeholder="Reader 1" value={name} maxLength={120} data-autofocus
            onChange={(event) => setName(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && keep()} />
          <Button onClick={keep}>Keep</Button>
          <Text size="xs" c="dimmed">Kept on this machine only.</Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
