import { Button, Group, Slider, Switch } from "@mantine/core";
import {
  IconArrowsHorizontal,
  IconBlendMode,
  IconColorFilter,
  IconColumns2,
  IconGridPattern,
  IconPlusMinus,
  type Icon,
} from "@tabler/icons-react";
import { compareWays, type CompareWay } from "../../../../viewer/comparePaint.ts";
import { useObservable } from "../../../../ui/observable.ts";
import { compareWayNames, wayInWords } from "../../comparison/compareWords.ts";
import type { Desk } from "../../desk.ts";
import { ToolButton } from "../../toolbar/ToolButton.tsx";
import classes from "./Prepare.module.css";

const icons: Readonly<Record<CompareWay, Icon>> = {
  slider: IconArrowsHorizontal,
  blend: IconBlendMode,
  colours: IconColorFilter,
  checkerboard: IconGridPattern,
  difference: IconPlusMinus,
};

/** How two images over each other are looked at; nothing while none are. */
export function CompareControls({ desk }: { readonly desk: Desk }) {
  const { comparison } = desk;
  const { shown, isHidden, way, share, opacity, squareSide, hasOneWindow } = useObservable(comparison.state);
  if (!shown) return null;
  const amount = {
    slider: { name: "Place of the slider", value: share * 100, set: (value: number) => comparison.state.patch({ share: value / 100 }) },
    blend: {
      name: "How much is seen of the upper image",
      value: opacity * 100,
      set: (value: number) => comparison.look({ opacity: value / 100 }),
    },
    checkerboard: {
      name: "Size of the squares",
      value: squareSide,
      set: (value: number) => comparison.look({ squareSide: Math.max(8, value) }),
    },
    colours: null,
    difference: null,
  }[way];
  return (
    <section className={classes.section} aria-label="Comparison">
      <div className={classes.row}>
        {compareWays.map((each) => {
          const Sign = icons[each];
          return (
            <ToolButton key={each} name={compareWayNames[each]} isPressed={each === way} onPress={() => comparison.look({ way: each })}>
              <Sign size={18} stroke={1.6} />
            </ToolButton>
          );
        })}
        <span className={classes.grow} />
        <ToolButton name="Side by side, linked" onPress={() => comparison.sideBySide()}>
          <IconColumns2 size={18} stroke={1.6} />
        </ToolButton>
      </div>
      <p className={classes.quiet}>{wayInWords(way, shown.words)}</p>
      {amount && <Slider label={null} min={0} max={100} value={Math.round(amount.value)} thumbLabel={amount.name} onChange={amount.set} />}
      <Switch
        label="One grey window for both"
        checked={hasOneWindow}
        onChange={(event) => comparison.state.patch({ hasOneWindow: event.currentTarget.checked })}
      />
      <Group gap={8} justify="space-between">
        <Switch label={`${shown.words.upper} shown (Alt+W)`} checked={!isHidden} onChange={() => comparison.toggle()} />
        <Button size="compact-xs" variant="default" onClick={() => comparison.close()}>
          End
        </Button>
      </Group>
    </section>
  );
}
