import { Loader, Modal, SegmentedControl, Slider, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { preparedPictureSchema, type PreparedPicture } from "#shared/api/network.ts";
import { addresses } from "../../../../client/addresses.ts";
import { fetchBytes } from "../../../../client/fetchBytes.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { formatValue } from "../../../../ui/format.ts";
import classes from "./Networks.module.css";

interface Props {
  readonly networkId: string;
  readonly images: Readonly<Record<string, string>>;
  readonly onClose: () => void;
}

/** The images as they enter a network: turned, resampled, normalised, slice by slice across the tensor's first axis. */
export function PreparedSheet({ networkId, images, onClose }: Props) {
  const { data, error } = useQuery({
    queryKey: ["prepared", networkId, images],
    queryFn: async ({ signal }) => {
      const { bytes, headers } = await fetchBytes(addresses.preparedImages(networkId, images), { signal });
      const described: unknown = JSON.parse(decodeURIComponent(headers.get("x-prepared") ?? ""));
      return { bytes: new Uint8Array(bytes), picture: preparedPictureSchema.parse(described) };
    },
    gcTime: 0,
    retry: false,
  });
  return (
    <Modal opened onClose={onClose} title="As the network sees them" size="lg" closeButtonProps={{ "aria-label": "Close" }}>
      {error && (
        <Text c="var(--danger)" role="alert">
          {plainWords(error)}
        </Text>
      )}
      {!data && !error && <Loader size="sm" aria-label="Preparing the images" />}
      {data && <Prepared {...data} />}
    </Modal>
  );
}

function Prepared({ bytes, picture }: { readonly bytes: Uint8Array; readonly picture: PreparedPicture }) {
  const { channels, shape, spacingMm, notes } = picture;
  const [slices, rows, columns] = shape as [number, number, number];
  const [slice, setSlice] = useState(Math.floor(slices / 2));
  const [channel, setChannel] = useState(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = channels[channel]!;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(columns, rows);
    const from = (channel * slices + slice) * rows * columns;
    for (let at = 0; at < rows * columns; at++) {
      image.data.fill(bytes[from + at]!, 4 * at, 4 * at + 3);
      image.data[4 * at + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [bytes, channel, slice, slices, rows, columns]);

  return (
    <div className={classes.prepared}>
      {channels.length > 1 && (
        <SegmentedControl
          aria-label="Image"
          data={channels.map(({ name }, index) => ({ value: String(index), label: name }))}
          value={String(channel)}
          onChange={(value) => setChannel(Number(value))}
        />
      )}
      <canvas
        ref={canvas}
        width={columns}
        height={rows}
        className={classes.canvas}
        style={{ aspectRatio: `${columns * spacingMm[2]!} / ${rows * spacingMm[1]!}` }}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is painted, and has no address.
        role="img"
        aria-label={`${shown.name}, slice ${slice + 1} of ${slices}`}
      />
      {slices > 1 && (
        <Slider min={1} max={slices} value={slice + 1} label={null} thumbLabel="Slice" onChange={(value) => setSlice(value - 1)} />
      )}
      <Text size="xs" c="dimmed">
        Slice {slice + 1} of {slices} across the tensor’s first axis, {rows} rows × {columns} columns, voxels of{" "}
        {spacingMm.map((mm) => formatValue(mm, { figures: 3 })).join(" × ")} mm. Black is {Number(shown.low.toPrecision(3))}, white{" "}
        {Number(shown.high.toPrecision(3))}. Shown in the tensor’s own orientation, which may be upside down.
      </Text>
      {notes.map((note) => (
        <Text key={note} size="xs" c="var(--warning)" role="note">
          {note}
        </Text>
      ))}
    </div>
  );
}
