import { Select } from "@mantine/core";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { thumbnailOf } from "../../../../client/addresses.ts";
import { Thumbnail } from "../../../../ui/Thumbnail.tsx";
import type { VolumeOnDesk } from "../../desk.ts";
import { volumeTitle } from "../../volumeTitle.ts";
import classes from "./Networks.module.css";

interface Props {
  readonly images: VolumeInput["images"];
  readonly volumes: readonly VolumeOnDesk[];
  readonly chosen: Readonly<Record<string, string>>;
  readonly isDisabled: boolean;
  readonly onChange: (name: string, volumeId: string | null) => void;
}

/** Which series is each image of a network, with its small picture. */
export function ImageFields({ images, volumes, chosen, isDisabled, onChange }: Props) {
  const options = volumes
    .filter(({ volume }) => volume.samplesPerPixel === 1)
    .map((each) => ({ value: each.volume.id, label: volumeTitle(each) }));
  return images.map(({ name, sequence, required, registeredTo }) => (
    <div key={name} className={classes.image}>
      <Thumbnail address={thumbnailOf(chosen[name])} size={52} />
      <Select
        className={classes.grow}
        label={`${name}: ${sequence}`}
        description={registeredTo === null ? undefined : `on the grid of ${registeredTo}`}
        inputWrapperOrder={["label", "input", "description"]}
        placeholder={required ? "Choose a series" : "Left out"}
        data={options}
        value={chosen[name] ?? null}
        allowDeselect={!required}
        clearable={!required}
        disabled={isDisabled}
        comboboxProps={{ withinPortal: true, width: 360, position: "bottom-end" }}
        onChange={(volumeId) => onChange(name, volumeId)}
      />
    </div>
  ));
}
