import { Button, Group } from "@mantine/core";
import { IconFileImport, IconFolderOpen } from "@tabler/icons-react";
import { useImport } from "./ImportContext.tsx";

/** The two import buttons. */
export function ImportMenu() {
  const { chooseFolder, chooseFiles } = useImport();
  return (
    <Group gap={6} wrap="nowrap">
      <Button leftSection={<IconFolderOpen size={14} />} onClick={chooseFolder}>
        Import folder…
      </Button>
      <Button variant="default" leftSection={<IconFileImport size={14} />} onClick={chooseFiles}>
        Import files…
      </Button>
    </Group>
  );
}
