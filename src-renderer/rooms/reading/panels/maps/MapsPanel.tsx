import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FeatureMap } from "#shared/domain/featureMap.ts";
import { client, queryClient, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import type { Desk } from "../../desk.ts";
import type { DrawingSession } from "../../../../drawing/drawingSession.ts";
import { useObservable } from "../../../../ui/observable.ts";
import { MapForm } from "./MapForm.tsx";
import { MapList } from "./MapList.tsx";
import { MapLook } from "./MapLook.tsx";
import classes from "./MapsPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly session: DrawingSession;
}

/** Maps of features over the segments of a volume: those there are, how the one shown looks, and new ones. */
export function MapsPanel({ desk, session }: Props) {
  const state = useObservable(session.state);
  const { shown } = useObservable(desk.maps.state);
  const [error, setError] = useState<string | null>(null);
  const segmentation = { ...state.segmentation, revision: session.revision };
  const list = useQuery(trpc.featureMap.list.queryOptions({ segmentationId: segmentation.id }));
  const maps = list.data ?? [];
  const shownId = shown?.map.id ?? null;

  const attempt = (work: Promise<unknown>) => {
    setError(null);
    work.catch((cause: unknown) => setError(plainWords(cause)));
  };
  const show = (map: FeatureMap) => {
    if (map.id === shownId) desk.maps.close();
    else attempt(desk.maps.show(map));
  };
  const remove = async (map: FeatureMap) => {
    await client.featureMap.remove.mutate({ featureMapId: map.id });
    desk.maps.close(map.id);
    await queryClient.invalidateQueries(trpc.featureMap.list.queryFilter({ segmentationId: segmentation.id }));
  };

  if (session.volume.samplesPerPixel === 3)
    return (
      <Text className={classes.hint} c="var(--warning)">
        This is a colour image. Features are defined on grey values only.
      </Text>
    );
  if (state.activeSegment === null)
    return (
      <Text className={classes.hint} c="dimmed">
        Draw a segment first: maps of its features are computed and shown here.
      </Text>
    );
  return (
    <div className={classes.panel}>
      {maps.length > 0 && (
        <MapList maps={maps} segmentation={segmentation} shownId={shownId} onShow={show} onRemove={(map) => attempt(remove(map))} />
      )}
      <MapLook maps={desk.maps} />
      {(error ?? list.error) !== null && (
        <Alert color="red" variant="light" role="alert">
          {error ?? plainWords(list.error)}
        </Alert>
      )}
      <MapForm
        volume={session.volume}
        segmentation={segmentation}
        segmentNumber={state.activeSegment}
        onSegment={(number) => session.activate(number)}
        maps={desk.maps}
        whenSaved={() => session.settled()}
      />
    </div>
  );
}
