import { Button, Menu, SegmentedControl } from "@mantine/core";
import { useObservable } from "../ui/observable.ts";
import { applyThreshold, isOnAllSlices, suggestRange, type Suggestion } from "./thresholdEdit.ts";
import type { ToolOptionsProps } from "./tool.ts";
import classes from "./ToolOptions.module.css";

const suggestions: ReadonlyArray<{ readonly how: Suggestion; readonly part: "brighter" | "darker"; readonly name: string }> = [
  { how: "otsu", part: "brighter", name: "Otsu: the brighter part" },
  { how: "otsu", part: "darker", name: "Otsu: the darker part" },
  { how: "two classes", part: "brighter", name: "Two classes: the brighter one" },
  { how: "two classes", part: "darker", name: "Two classes: the darker one" },
];

/** Where the threshold applies, suggestions of its range, and the button that applies it. */
export function ThresholdOptions({ pane }: ToolOptionsProps) {
  const isAll = useObservable(isOnAllSlices);
  return (
    <div className={classes.row}>
      <SegmentedControl
        size="xs"
        aria-label="Slices of the threshold"
        data={[
          { value: "one", label: "This slice" },
          { value: "all", label: "All slices" },
        ]}
        value={isAll ? "all" : "one"}
        onChange={(value) => isOnAllSlices.set(value === "all")}
      />
      <span className={classes.grow} />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" size="compact-xs">
            Suggest
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {suggestions.map(({ how, part, name }) => (
            <Menu.Item key={name} onClick={() => pane && void suggestRange(pane, how, part)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-xs" title="Enter" onClick={() => pane && void applyThreshold(pane)}>
        Apply
      </Button>
    </div>
  );
}
