import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { isToDo, seriesToLook } from "./seriesToLook.ts";
import { SeriesDesk } from "./SeriesDesk.tsx";
import { SeriesList } from "./SeriesList.tsx";
import page from "../ProjectPage.module.css";
import own from "./Looks.module.css";

/** Every series that readers will see, slice by slice: its levels are marked, and text that is burned into its images is hidden. */
export function LooksStep({ project }: { readonly project: OpenProject }) {
  const { series, absent } = seriesToLook(project);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = series.find(({ key }) => key === chosen) ?? series.find(isToDo) ?? series[0];
  const { data: volume, error } = useQuery(
    trpc.volume.describe.queryOptions({ volumeId: shown?.volumeId ?? "" }, { enabled: shown !== undefined }),
  );
  if (!shown)
    return (
      <section className={page.section} aria-label="Levels and look">
        <h2>Levels and look</h2>
        <Text c="dimmed">No series has a role yet: add cases, and choose their series under “Roles of series”.</Text>
      </section>
    );
  const at = series.indexOf(shown);
  return (
    <section className={own.desk} aria-label="Levels and look">
      <SeriesList projectId={project.projectId} series={series} absent={absent} shownKey={shown.key} onShow={setChosen} />
      {error ? (
        <Refusal error={plainWords(error)} />
      ) : (
        volume?.id === shown.volumeId && (
          <SeriesDesk
            key={shown.key}
            projectId={project.projectId}
            series={shown}
            volume={volume}
            all={series}
            onShow={setChosen}
            onNext={() => series[at + 1] && setChosen(series[at + 1]!.key)}
            onPrevious={() => series[at - 1] && setChosen(series[at - 1]!.key)}
          />
        )
      )}
    </section>
  );
}
