import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import { addresses } from "../../client/addresses.ts";
import classes from "./Thumbnail.module.css";

/** The middle slice of a volume, asked for when its row comes into sight; a quiet sign where there is none. */
export function Thumbnail({ volumeId, size }: { volumeId: string | null; size: number }) {
  const [failedId, setFailedId] = useState<string | null>(null);
  const style = { width: size, height: size };
  if (volumeId === null || failedId === volumeId) {
    return (
      <span className={classes.absent} style={style}>
        <IconPhoto size={Math.min(28, size * 0.5)} stroke={1.2} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={classes.image}
      style={style}
      src={addresses.thumbnail(volumeId)}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setFailedId(volumeId)}
    />
  );
}
