import { Autocomplete, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { client, trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted, formatPatientName } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import type { Added } from "./AddedNote.tsx";
import own from "./AddFromWorklist.module.css";
import classes from "../Projects.module.css";

interface Props {
  readonly projectId: string;
  /** Groups that there are already. */
  readonly groups: readonly string[];
  /** No training case is added to a study that runs. */
  readonly isRunning: boolean;
  readonly onClose: () => void;
  readonly onAdded: (added: Added) => void;
}

/** So many studies of a search are listed. */
const mostRows = 500;

/** Chooses studies of the worklist, many at once, and adds them as cases of one group. */
export function AddFromWorklist({ projectId, groups, isRunning, onClose, onAdded }: Props) {
  const [search, setSearch] = useState("");
  const { data: page, error: listError } = useQuery({
    ...trpc.worklist.list.queryOptions({ level: "study", search, sort: "patientName", descending: false, limit: mostRows }),
    placeholderData: keepPreviousData,
  });
  const { data: taken } = useQuery(trpc.project.studies.queryOptions({ projectId }, { staleTime: 0 }));
  const codeOf = new Map(taken?.map(({ studyInstanceUid, code }) => [studyInstanceUid, code]));
  const [chosen, setChosen] = useState<ReadonlyMap<string, WorklistRow>>(new Map());
  const [code, setCode] = useState("");
  const [group, setGroup] = useState("");
  const [isTraining, setTraining] = useState(false);
  const lastAt = useRef<number | null>(null);
  const { isBusy, error, act } = useAct();

  const rows = page?.rows ?? [];
  const free = rows.filter(({ studyInstanceUid }) => !codeOf.has(studyInstanceUid));
  const patients = new Set([...chosen.values()].map(({ patientId, patientName }) => `${patientId}\n${patientName}`)).size;
  const set = (some: readonly WorklistRow[], isChosen: boolean) => {
    const next = new Map(chosen);
    for (const row of some) {
      if (isChosen) next.set(row.studyInstanceUid, row);
      else next.delete(row.studyInstanceUid);
    }
    setChosen(next);
  };
  /** With Shift, all rows from the one before. */
  const toggle = (at: number, isChosen: boolean, isRange: boolean) => {
    const from = isRange && lastAt.current !== null ? lastAt.current : at;
    lastAt.current = at;
    set(
      rows.slice(Math.min(from, at), Math.max(from, at) + 1).filter(({ studyInstanceUid }) => !codeOf.has(studyInstanceUid)),
      isChosen,
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const requests = [...chosen.values()].map(({ studyInstanceUid }, at) => ({
        where: `study ${at + 1} of those chosen`,
        studyInstanceUids: [studyInstanceUid],
        ...(patients === 1 && code.trim() !== "" ? { code: code.trim() } : {}),
        ...(group.trim() === "" ? {} : { group: group.trim() }),
        ...(isTraining ? { isTraining } : {}),
      }));
      const added = await client.project.addCases.mutate({ projectId, requests });
      await projectsChanged();
      onAdded(added);
    });
  };
  const isAll = free.length > 0 && free.every(({ studyInstanceUid }) => chosen.has(studyInstanceUid));
  return (
    <Modal opened onClose={onClose} title="Add cases from the worklist" size={980} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            aria-label="Search studies"
            placeholder="Name, ID, description, accession"
            leftSection={<IconSearch size={14} />}
            value={search}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            // Enter would add the cases.
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keys. */}
          <section className={own.list} tabIndex={0} aria-label="Studies of the worklist">
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">
                    <Checkbox
                      aria-label="All studies of the list"
                      checked={isAll}
                      indeterminate={!isAll && free.some(({ studyInstanceUid }) => chosen.has(studyInstanceUid))}
                      disabled={free.length === 0}
                      onChange={(event) => set(free, event.currentTarget.checked)}
                    />
                  </th>
                  <th scope="col">Patient</th>
                  <th scope="col">ID</th>
                  <th scope="col">Study date</th>
                  <th scope="col">Study</th>
                  <th scope="col" className={classes.number}>
                    Series
                  </th>
                  <th scope="col">In the project</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <StudyLine
                    key={row.studyInstanceUid}
                    row={row}
                    code={codeOf.get(row.studyInstanceUid)}
                    isChosen={chosen.has(row.studyInstanceUid)}
                    onToggle={(isChosen, isRange) => toggle(at, isChosen, isRange)}
                  />
                ))}
              </tbody>
            </table>
          </section>
          <Text size="xs" c="dimmed">
            {page && page.total > rows.length
              ? `The first ${rows.length} of ${formatCounted(page.total, "study", "studies")}: search for the others. `
              : ""}
            {chosen.size === 0
              ? "Nothing is chosen. Shift and a click choose all from the one before."
              : `Chosen: ${formatCounted(chosen.size, "study", "studies")} of ${formatCounted(patients, "patient", "patients")}.`}
          </Text>
          <Group align="flex-end">
            <Autocomplete label="Group" size="xs" data={[...groups]} value={group} maxLength={200} onChange={setGroup} />
            <TextInput
              label="Case code"
              placeholder={patients > 1 ? "of one patient only" : "made at random"}
              value={patients > 1 ? "" : code}
              disabled={patients > 1}
              maxLength={20}
              autoComplete="off"
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Checkbox
              label="For training: read first, never counted"
              checked={isTraining}
              disabled={isRunning}
              pb={6}
              onChange={(event) => setTraining(event.currentTarget.checked)}
            />
          </Group>
          <FormFoot
            error={error ?? (listError ? plainWords(listError) : null)}
            isBusy={isBusy}
            isDisabled={chosen.size === 0}
            does={chosen.size === 0 ? "Add" : `Add ${formatCounted(chosen.size, "study", "studies")}`}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

interface LineProps {
  readonly row: WorklistRow;
  /** Of the case that has the study already. */
  readonly code: string | undefined;
  readonly isChosen: boolean;
  readonly onToggle: (isChosen: boolean, isRange: boolean) => void;
}

function StudyLine({ row, code, isChosen, onToggle }: LineProps) {
  const name = formatPatientName(row.patientName);
  return (
    <tr data-chosen={isChosen || undefined}>
      <td>
        <Checkbox
          aria-label={`${name}, ${row.studyDate ?? "no date"}, ${row.studyDescription || "no description"}`}
          checked={isChosen}
          disabled={code !== undefined}
          onChange={(event) => onToggle(event.currentTarget.checked, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      </td>
      <td>{name}</td>
      <td className={classes.quiet}>{row.patientId}</td>
      <td>{row.studyDate ?? "–"}</td>
      <td>{row.studyDescription || "–"}</td>
      <td className={classes.number}>{row.series}</td>
      <td className={classes.code}>{code ?? ""}</td>
    </tr>
  );
}
