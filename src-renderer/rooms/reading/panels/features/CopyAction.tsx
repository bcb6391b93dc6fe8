import { ActionIcon } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { copyText } from "./copyText.ts";

/** Copies a text, and shows for as long as the mouse stays that it did. */
export function CopyAction({ text, label, size = 24 }: { text: string | (() => string); label: string; size?: number }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <ActionIcon
      size={size}
      variant={size > 24 ? "default" : "subtle"}
      aria-label={label}
      title={isCopied ? "Copied" : label}
      onMouseLeave={() => setCopied(false)}
      onBlur={() => setCopied(false)}
      onClick={() => {
        copyText(typeof text === "string" ? text : text());
        setCopied(true);
      }}
    >
      {isCopied ? <IconCheck size={14} color="var(--good)" /> : <IconCopy size={14} />}
    </ActionIcon>
  );
}
