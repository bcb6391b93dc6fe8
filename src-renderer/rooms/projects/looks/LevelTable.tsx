import { Button, FileButton, Text } from "@mantine/core";
import { useState } from "react";
import { longestProjectFile } from "#shared/api/project.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { readTextFile } from "../../../ui/readTextFile.ts";
import { Refusal } from "../Refusal.tsx";
import own from "./Looks.module.css";

type LevelsSet = Awaited<ReturnType<typeof client.project.setLevels.mutate>>;

/** Takes the levels of many cases from a table: all its rows, or none. */
export function LevelTable({ projectId }: { readonly projectId: string }) {
  const [set, setSet] = useState<LevelsSet | null>(null);
  const { isBusy, error, act } = useAct();
  const read = (chosen: File | null) => {
    if (!chosen) return;
    setSet(null);
    act(async () => {
      const file = await readTextFile(chosen, longestProjectFile);
      setSet(await client.project.setLevels.mutate({ projectId, file }));
      await projectsChanged();
    });
  };
  return (
    <div className={own.table}>
      {/* A file that was mended is chosen again under its name. */}
      <FileButton key={`${isBusy}`} accept=".csv,text/csv" onChange={read}>
        {(button) => (
          <Button variant="default" size="compact-xs" loading={isBusy} title="Columns: Case code, Region, Level, Slice" {...button}>
            Levels by a table (CSV)…
          </Button>
        )}
      </FileButton>
      <Refusal error={error} />
      {set && (
        <output>
          <Text size="xs">{formatCounted(set.changed, "level was", "levels were")} set.</Text>
          {set.notes.map((note) => (
            <Text key={note} size="xs" c="var(--warning)">
              {note}
            </Text>
          ))}
        </output>
      )}
    </div>
  );
}
