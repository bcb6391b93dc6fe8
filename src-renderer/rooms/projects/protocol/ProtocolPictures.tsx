import { Button, FileButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { addresses } from "../../../client/addresses.ts";
import { client, trpc } from "../../../client/client.ts";
import { useAct } from "../../../client/useAct.ts";
import { Refusal } from "../Refusal.tsx";
import { putPicture } from "./putPicture.ts";
import { gradePlaces, rulePlaces, type PicturePlace } from "./picturePlaces.ts";
import own from "./Protocol.module.css";

interface Props {
  readonly projectId: string;
  readonly protocol: Protocol;
  readonly canChange: boolean;
  readonly onChange: (protocol: Protocol) => Promise<void>;
}

/** Pictures of the drawing rules, and the project's own reference pictures of grades: shown; of a draft added, replaced and taken away. */
export function ProtocolPictures({ projectId, protocol, canChange, onChange }: Props) {
  const { data: pictures } = useQuery(trpc.project.pictures.queryOptions({ projectId }));
  const { isBusy, error, act } = useAct();
  const groups = [rulePlaces(protocol), ...gradePlaces(protocol)].filter(
    ({ places }) => places.length > 0 && (canChange || places.some(({ picture }) => picture !== null)),
  );
  if (groups.length === 0) return null;

  /** What the protocol does not name any more is not kept. */
  const change = async (place: PicturePlace, picture: string | null) => {
    await onChange(place.with(picture));
    const { picture: before } = place;
    if (before !== null && before !== picture && pictures?.some(({ name }) => name === before))
      await client.project.removePicture.mutate({ projectId, name: before });
  };
  const put = (place: PicturePlace, file: File | null) =>
    file && act(async () => change(place, await putPicture(projectId, place.base, file)));
  const takeAway = (place: PicturePlace) => act(() => change(place, null));
  return (
    <section className={own.card} aria-label="Pictures">
      <h3>Pictures</h3>
      <Refusal error={error} title="The pictures stay as they were" />
      {groups.map(({ title, places }) => (
        <div key={title} className={own.pictures}>
          <div className={own.picturesOf}>{title}</div>
          {places.map((place) => {
            const kept = pictures?.find(({ name }) => name === place.picture);
            return (
              <div key={place.base} className={own.picture}>
                {place.picture === null ? (
                  <span className={own.noPicture}>no picture</span>
                ) : (
                  // Another content of the same name is another address.
                  <img src={`${addresses.projectPicture(projectId, place.picture)}?${kept?.contentHash ?? ""}`} alt={place.words} />
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
    </section>
  );
}
