import { Button, CloseButton, MultiSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconFilterOff, IconSearch } from "@tabler/icons-react";
import type { KeyboardEvent, RefObject } from "react";
import { useState } from "react";
import { trpc } from "../../client/client.ts";
import { ImportMenu } from "../../import/ImportMenu.tsx";
import { DateField } from "./DateField.tsx";
import { isNarrowed, widened, type Level, type WorklistFilter } from "./worklistFilter.ts";
import classes from "./WorklistToolbar.module.css";

const levels: ReadonlyArray<{ value: Level; label: string }> = [
  { value: "patient", label: "Patients" },
  { value: "study", label: "Studies" },
  { value: "series", label: "Series" },
];

interface Props {
  readonly filter: WorklistFilter;
  readonly onFilter: (filter: WorklistFilter) => void;
  /** The search as typed; the filter follows it after a moment. */
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onSearchKey: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** Search, level, filters, import. */
export function WorklistToolbar({ filter, onFilter, search, onSearch, searchRef, onSearchKey }: Props) {
  // What was typed and is no date yet goes with the filters.
  const [clearings, setClearings] = useState(0);
  const modalities = useQuery(trpc.worklist.modalities.queryOptions());
  return (
    <search className={classes.bar} aria-label="Find studies">
      <TextInput
        ref={searchRef}
        className={classes.search}
        aria-label="Search"
        placeholder="Name, ID, description, accession"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={onSearchKey}
        spellCheck={false}
        autoComplete="off"
        rightSection={search ? <CloseButton size="xs" aria-label="Clear the search" onClick={() => onSearch("")} /> : <kbd>/</kbd>}
      />
      <SegmentedControl
        className={classes.level}
        aria-label="Level"
        data={[...levels]}
        value={filter.level}
        onChange={(level) => onFilter({ ...filter, level })}
      />
      <MultiSelect
        className={classes.modality}
        size="xs"
        aria-label="Modality"
        placeholder={filter.modality.length === 0 ? "Modality" : undefined}
        data={modalities.data?.filter(Boolean) ?? []}
        value={filter.modality}
        clearable
        onChange={(modality) => onFilter({ ...filter, modality })}
      />
      <TextInput
        className={classes.description}
        aria-label="Description"
        placeholder="Description"
        value={filter.description}
        spellCheck={false}
        onChange={(event) => onFilter({ ...filter, description: event.currentTarget.value })}
      />
      <span className={classes.dates}>
        <DateField
          key={`from ${clearings}`}
          label="Study date from"
          end="first"
          value={filter.dateFrom}
          onChange={(dateFrom) => onFilter({ ...filter, dateFrom })}
        />
        <span className={classes.to}>to</span>
        <DateField
          key={`to ${clearings}`}
          label="Study date to"
          end="last"
          value={filter.dateTo}
          onChange={(dateTo) => onFilter({ ...filter, dateTo })}
        />
      </span>
      {isNarrowed(filter) && (
        <Button
          className={classes.level}
          variant="subtle"
          color="gray"
          px={8}
          leftSection={<IconFilterOff size={14} />}
          onClick={() => {
            onSearch("");
            onFilter(widened(filter));
            setClearings(clearings + 1);
          }}
        >
          Clear
        </Button>
      )}
      <span className={classes.space} />
      <ImportMenu />
    </search>
  );
}
