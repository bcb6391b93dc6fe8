import { Button, CopyButton, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { formatCount } from "../ui/format.ts";
import classes from "./ReasonList.module.css";

interface Props {
  readonly title: string;
  readonly explanation: string;
  readonly items: ReadonlyArray<{ readonly path: string; readonly reason: string }>;
}

/** Files with the reason for each: searchable, copied as tab-separated text, fluent with tens of thousands. */
export function ReasonList({ title, explanation, items }: Props) {
  const [search, setSearch] = useState("");
  const scrollRef = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return items.filter((item) => {
      const text = `${item.path} ${item.reason}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [items, search]);
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only, never kept.
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => 44,
    overscan: 6,
    measureElement: (element) => element.getBoundingClientRect().height,
  });

  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.head}>
        <div>
          <h3>
            {title} ({formatCount(items.length)})
          </h3>
          <span className={classes.explanation}>{explanation}</span>
        </div>
        <TextInput
          className={classes.search}
          aria-label={`Search ${title.toLowerCase()}`}
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <CopyButton value={shown.map((item) => `${item.path}\t${item.reason}`).join("\n")}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
              aria-label={`Copy ${title.toLowerCase()}`}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard. */}
      <div ref={scrollRef} className={classes.scroll} tabIndex={0}>
        <ul className={classes.body} aria-label={title} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <li
              key={index}
              ref={virtualizer.measureElement}
              data-index={index}
              className={classes.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className={classes.path}>{shown[index]!.path}</span>
              <span className={classes.reason}>{shown[index]!.reason}</span>
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p className={classes.none}>Nothing fits this search.</p>}
      </div>
    </section>
  );
}
