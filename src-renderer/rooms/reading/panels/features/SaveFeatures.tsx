import { ActionIcon, Anchor, Button, Group, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload } from "@tabler/icons-react";
import { addresses } from "../../../../client/addresses.ts";
import type { ComparedColumn } from "./comparison.ts";

/** Ways to save the table besides the plain one. */
const others = [
  { label: "For a spreadsheet (Excel)", choice: { spreadsheet: true } },
  { label: "With the patient's ID", choice: { identity: true } },
  { label: "With the patient's ID, for a spreadsheet", choice: { identity: true, spreadsheet: true } },
] as const;

/** Saves several feature sets as one CSV file, a row a segment. The file has a code for the patient; the ID only where it is chosen. */
export function SaveFeatures({ columns }: { columns: readonly ComparedColumn[] }) {
  const featureSetIds = columns.map(({ featureSetId }) => featureSetId);
  return (
    <Group gap={1} wrap="nowrap">
      <Anchor href={addresses.featureTable(featureSetIds)} download underline="never">
        <Button component="span" variant="default" px={9} leftSection={<IconDownload size={14} />}>
          CSV
        </Button>
      </Anchor>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={30} variant="default" aria-label="Other ways to save the table" title="Other ways to save the table">
            <IconChevronDown size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(({ label, choice }) => (
            <Menu.Item
              key={label}
              leftSection={<IconDownload size={15} />}
              component="a"
              href={addresses.featureTable(featureSetIds, choice)}
              download
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
