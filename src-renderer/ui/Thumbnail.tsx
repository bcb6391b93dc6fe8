import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./Thumbnail.module.css";

/** A small picture at an address, asked for when its row comes into sight; a quiet sign where there is none. */
export function Thumbnail({ address, size }: { address: string | null; size: number }) {
  const [failed, setFailed] = useState<string | null>(null);
  const style = { width: size, height: size };
  if (address === null || failed === address) {
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
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setFailed(address)}
    />
  );
}
