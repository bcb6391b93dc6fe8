import { Button, Center, Stack, Text, VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useRef, useState } from "react";
import { plainWords } from "../../client/plainWords.ts";
import { formatCounted } from "../../ui/format.ts";
import { contributeShortcuts, isTyping } from "../../ui/shortcuts.ts";
import { AddToProject } from "./AddToProject.tsx";
import { EmptyWorklist } from "./EmptyWorklist.tsx";
import { worklistShortcuts } from "./shortcuts.ts";
import { StudyDetails } from "./StudyDetails.tsx";
import { useMarkedStudies } from "./useMarkedStudies.ts";
import { useOthersRemovals } from "./useOthersRemovals.ts";
import { useWorklistRows } from "./useWorklistRows.ts";
import { allStudies, isNarrowed, widened, type WorklistFilter } from "./worklistFilter.ts";
import { WorklistTable, type Selection } from "./WorklistTable.tsx";
import { WorklistToolbar } from "./WorklistToolbar.tsx";
import classes from "./WorklistRoom.module.css";

contributeShortcuts("Worklist", worklistShortcuts);

/** What the reader was looking for stays while they read a study. */
let remembered: WorklistFilter = allStudies;

function tell(error: unknown): void {
  notifications.show({ color: "red", title: "That did not work", message: plainWords(error) });
}

/** Patients, studies and series; where a reader finds what to read. */
export function WorklistRoom({ onOpen }: { onOpen: (studyInstanceUid: string, volumeId: string | null) => void }) {
  const [filter, setFilterState] = useState(remembered);
  const [search, setSearch] = useState(filter.search);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [isAdding, setAdding] = useState(false);
  const [selection, setSelection] = useState<Selection | null>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const tableRef = useRef<HTMLDivElement>(null);
  const rows = useWorklistRows(filter, range.first, range.last);
  const marked = useMarkedStudies(filter);
  useOthersRemovals();

  const setFilter = useCallback((next: WorklistFilter) => {
    remembered = next;
    setFilterState(next);
  }, []);
  const onRange = useCallback(
    (first: number, last: number) => setRange((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  );
  const open = useCallback((chosen: Selection) => onOpen(chosen.studyInstanceUid, chosen.volumeId), [onOpen]);
  const clear = () => {
    setSearch("");
    setFilter(widened(filter));
  };

  useEffect(() => {
    if (search === filter.search) return undefined;
    const timer = setTimeout(() => setFilter({ ...filter, search }), 80);
    return () => clearTimeout(timer);
  }, [search, filter, setFilter]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      searchRef.current?.focus();
      searchRef.current?.select();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  const isEmpty = !rows.isLoading && !rows.error && rows.total === 0;
  if (isEmpty && !rows.isStale && !isNarrowed(filter))
    return <EmptyWorklist onOpen={(studyInstanceUid) => onOpen(studyInstanceUid, null)} onError={tell} />;

  const isDetailed = selection !== null && !isEmpty && !rows.error;
  const [one, many] = { patient: ["patient", "patients"], study: ["study", "studies"], series: ["series", "series"] }[filter.level] as [
    string,
    string,
  ];
  return (
    <div className={classes.room}>
      <VisuallyHidden component="h1">Worklist</VisuallyHidden>
      <WorklistToolbar
        filter={filter}
        onFilter={setFilter}
        search={search}
        onSearch={setSearch}
        searchRef={searchRef}
        onSearchKey={(event) => {
          if (event.key === "ArrowDown" || event.key === "Enter") {
            event.preventDefault();
            tableRef.current?.focus();
          } else if (event.key === "Escape") {
            event.preventDefault();
            if (search === "" && !isNarrowed(filter)) tableRef.current?.focus();
            else clear();
          }
        }}
      />
      <div className={classes.columns} data-details={isDetailed || undefined}>
        <div className={classes.list}>
          {rows.error ? (
            <Center h="100%">
              <Stack align="center" role="alert">
                <Text>{plainWords(rows.error)}</Text>
                <Button onClick={() => void rows.retry()}>Try again</Button>
              </Stack>
            </Center>
          ) : isEmpty ? (
            <Center h="100%">
              <Stack align="center" gap="xs">
                <Text c="dimmed">Nothing fits this search.</Text>
                <Button variant="default" onClick={clear}>
                  Clear the search and the filters
                </Button>
              </Stack>
            </Center>
          ) : (
            <WorklistTable
              filter={filter}
              onFilter={setFilter}
              rows={rows}
              onRange={onRange}
              onSelect={setSelection}
              onOpen={open}
              onEscape={() => (marked.marked.size > 0 ? marked.clear() : clear())}
              marked={marked}
              onError={tell}
              tableRef={tableRef}
            />
          )}
          <div className={classes.status}>
            <output aria-label="Rows">{rows.error ? "" : rows.isLoading ? "Loading" : formatCounted(rows.total, one, many)}</output>
            {marked.marked.size > 0 && (
              <>
                <output aria-label="Marked">{formatCounted(marked.marked.size, "study", "studies")} marked</output>
                <Button size="compact-xs" onClick={() => setAdding(true)}>
                  Add to project…
                </Button>
                <Button size="compact-xs" variant="subtle" color="gray" onClick={marked.clear}>
                  Clear marks
                </Button>
              </>
            )}
          </div>
        </div>
        {isDetailed && <StudyDetails selection={selection} onOpen={open} />}
      </div>
      {isAdding && (
        <AddToProject
          studies={[...marked.marked.values()]}
          onClose={() => setAdding(false)}
          onAdded={() => {
            marked.clear();
            setAdding(false);
          }}
        />
      )}
    </div>
  );
}
