import { Popover, Table, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { plainWords } from "../../../client/plainWords.ts";
import { copyChanges, copyOrigin } from "../../../client/segmentationDoor.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { formatCount } from "../../../ui/format.ts";
import type { Desk } from "../desk.ts";
import { carriedInWords } from "./carriedInWords.ts";
import { volumeTitle } from "../volumeTitle.ts";
import classes from "./DrawnElsewhere.module.css";

/** Where a copied segmentation comes from; asked for, how many voxels were changed since. Nothing for any other. */
export function CopyNote({ desk, session }: { desk: Desk; session: DrawingSession }) {
  const { id } = session.state.value.segmentation;
  const { data: origin, error } = useQuery({ queryKey: ["copyOrigin", id], queryFn: () => copyOrigin(id), staleTime: 0, gcTime: 0 });
  if (error) return <div className={classes.quiet}>Whether this is a copy could not be asked. {plainWords(error)}</div>;
  if (!origin) return null;
  return (
    <div className={classes.quiet}>
      Copied from #{volumeTitle(desk.volume(origin.volumeId))} ({origin.segmentationName}, revision {origin.revision}
      {origin.isRemoved && ", deleted since"})
      {origin.carried ? `. ${carriedInWords(origin.carried)}. ` : origin.isResampled ? ", resampled to the nearest label " : " "}
      <WhatWasChanged session={session} />
    </div>
  );
}

/** Asked for, how many voxels were changed since a segmentation was copied, or came from a file. */
export function WhatWasChanged({ session }: { session: DrawingSession }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.link} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          What was changed
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Changes session={session} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Counted anew each time it is opened, when all that was drawn is on the disk. */
function Changes({ session }: { session: DrawingSession }) {
  const { id } = session.state.value.segmentation;
  const { data: changes, error } = useQuery({
    queryKey: ["copyChanges", id],
    queryFn: async () => {
      await session.settled();
      return copyChanges(id);
    },
    staleTime: 0,
    gcTime: 0,
  });
  if (error) return <span role="alert">{plainWords(error)}</span>;
  if (!changes) return <output>Counting, once all is saved …</output>;
  return (
    <Table fz="sm" aria-label="What was changed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Segment</Table.Th>
          <Table.Th>Voxels added</Table.Th>
          <Table.Th>Voxels erased</Table.Th>
          <Table.Th>Dice</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ number, name, added, erased, dice }) => (
          <Table.Tr key={number}>
            <Table.Td>{name}</Table.Td>
            <Table.Td>{formatCount(added)}</Table.Td>
            <Table.Td>{formatCount(erased)}</Table.Td>
            <Table.Td>{dice === null ? "" : dice.toFixed(3)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
