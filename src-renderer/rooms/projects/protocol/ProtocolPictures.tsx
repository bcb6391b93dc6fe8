import { Button, FileButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { namedPictures } from "#shared/domain/project/protocolPictures.ts";
import { addresses } from "../../../client/addresses.ts";
import { client, queryClient, trpc } from "../../../client/client.ts";
import { useAct } from "../../../client/useAct.ts";
import { Refusal } from "../Refusal.tsx";
import { putPicture } from "./putPicture.ts";
import { freeBase, gradePlaces, rulePlaces, type PicturePlace } from "./picturePlaces.ts";
import own from "./Protocol.module.css";

interface Props {
  readonly projectId: string;
  readonly protocol: Protocol;
  readonly canChange: boolean;
  /** The version that an amendment makes, of a study that runs; null of a draft, which is changed at once. */
  readonly amends: number | null;
  readonly onChange: (protocol: Protocol) => Promise<void>;
}

/**
 * Pictures of the drawing rules, and the project's own reference pictures of grades: shown, added, replaced and taken away. While the study runs what is
 * changed
 * of them is collected, and amended at once.
 */
export function ProtocolPictures({ projectId, protocol: kept, canChange, amends, onChange }: Props) {
  const [changed, setChanged] = useState<Protocol | null>(null);
  const protocol = changed ?? kept;
  const { data: pictures } = useQuery(trpc.project.pictures.queryOptions({ projectId }));
  const refresh = () => queryClient.invalidateQueries(trpc.project.pictures.queryFilter({ projectId }));
  const { isBusy, error, act } = useAct();
  const groups = [rulePlaces(protocol), ...gradePlaces(protocol)].filter(
    ({ places }) => places.length > 0 && (canChange || places.some(({ picture }) => picture !== null)),
  );
  if (groups.length === 0) return null;

  const isAdded = (name: string) => !namedPictures(kept).some((each) => each.name === name);
  const remove = async (name: string) => {
    if (pictures?.some((each) => each.name === name)) await client.project.removePicture.mutate({ projectId, name });
  };
  /** What the protocol does not name any more is not kept; what one that was frozen names stays. */
  const change = async (place: PicturePlace, picture: string | null) => {
    const { picture: before } = place;
    if (amends === null) await onChange(place.with(picture));
    else setChanged(place.with(picture));
    if (before !== null && before !== picture && (amends === null || isAdded(before))) await remove(before);
    await refresh();
  };
  const takeBack = () =>
    act(async () => {
      for (const { name } of namedPictures(protocol)) if (isAdded(name)) await remove(name);
      setChanged(null);
      await refresh();
    });
  // The picture of a frozen protocol is never replaced, nor that of another place: the new one has a name of its own.
  const nameOf = (place: PicturePlace) => {
    const others = (pictures ?? []).map(({ name }) => name).filter((name) => name !== place.picture || (amends !== null && !isAdded(name)));
    return freeBase(amends === null ? place.base : `${place.base}-v${amends}`, others);
  };
  const put = (place: PicturePlace, file: File | null) =>
    file && act(async () => change(place, await putPicture(projectId, nameOf(place), file)));
  const takeAway = (place: PicturePlace) => act(() => change(place, null));
  return (
    <section className={own.card} aria-label="Pictures">
      <h3>Pictures</h3>
      <Refusal error={error} title="The pictures stay as they were" />
      {groups.map(({ title, places }) => (
        <div key={title} className={own.pictures}>
          <div className={own.picturesOf}>{title}</div>
          {places.map((place) => {
            const row = pictures?.find(({ name }) => name === place.picture);
            return (
              <div key={place.base} className={own.picture}>
                {place.picture === null ? (
                  <span className={own.noPicture}>no picture</span>
                ) : (
                  // Another content of the same name is another address.
                  <img src={`${addresses.projectPicture(projectId, place.picture)}?${row?.contentHash ?? ""}`} alt={place.words} />
                )}
                <span>{place.words}</span>
                {canChange && (
                  <span className={own.pictureActions}>
                    <FileButton key={`${isBusy}`} accept="image/png,image/jpeg" onChange={(file) => put(place, file)}>
                      {(button) => (
                        <Button
                          variant="default"
                          size="compact-xs"
                          disabled={isBusy}
                          {...button}
                          aria-label={`${place.picture === null ? "Add" : "Replace"} the picture of ${place.words}`}
                        >
                          {place.picture === null ? "Add…" : "Replace…"}
                        </Button>
                      )}
                    </FileButton>
                    {place.picture !== null && (
                      <Button
                        variant="subtle"
                        color="gray"
                        size="compact-xs"
                        disabled={isBusy}
                        onClick={() => takeAway(place)}
                        aria-label={`Take away the picture of ${place.words}`}
                      >
                        Take away
                      </Button>
                    )}
                  </span>
                )}
              </div>
            );
          })}
        </div>
      ))}
      {changed && (
        <div className={own.pictureAmendment}>
          <span>These pictures are changed for an amendment, which is not made yet.</span>
          <Button size="compact-sm" disabled={isBusy} onClick={() => act(() => onChange(changed))}>
            Amend the pictures…
          </Button>
          <Button variant="default" size="compact-sm" disabled={isBusy} onClick={takeBack}>
            Leave them as they were
          </Button>
        </div>
      )}
    </section>
  );
}
